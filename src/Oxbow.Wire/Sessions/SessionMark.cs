namespace Oxbow.Wire.Sessions;

/// <summary>
/// A hint that a gateway hangs on a session's token, <c>TOKEN.MARK</c>: which node the session is with. The token
/// is as good with it as without it.
/// </summary>
public static class SessionMark
{
    /// <summary>Stands in no token, which is base64url.</summary>
    private const char Separator = '.';

    /// <summary>The token with a mark.</summary>
    public static string Add(string token, string mark) => $"{token}{Separator}{mark}";

    /// <summary>The token alone.</summary>
    public static string Remove(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        int separator = token.IndexOf(Separator, StringComparison.Ordinal);
        return separator < 0 ? token : token[..separator];
    }

    /// <summary>The mark; empty when there is none.</summary>
    public static string Of(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        int separator = token.IndexOf(Separator, StringComparison.Ordinal);
        return separator < 0 ? "" : token[(separator + 1)..];
    }
}
