using Oxbow.Core.Sessions;

namespace Oxbow.AspNetCore.Http;

/// <summary>
/// The words that begin a session: <c>new</c>, and after semicolons its scope and its guarantees where they are not the
/// usual ones, such as <c>new; scope=key; guarantees=ryw,mr</c>.
/// </summary>
internal static class SessionBeginning
{
    public const string Form = "new; scope=session|key; guarantees=ryw,mr,wfr,mw";
    private const string Word = "new";

    /// <summary>True when the header's text begins a session; whether it does so correctly is another matter.</summary>
    public static bool IsMeant(string text) => text == Word || text.StartsWith($"{Word};", StringComparison.Ordinal);

    /// <summary>The session to begin; null when an option is unknown, stands twice or makes no sense.</summary>
    public static SessionState? TryRead(string text)
    {
        SessionScope? scope = null;
        Guarantees? guarantees = null;
        foreach (string option in text.Split(';', StringSplitOptions.TrimEntries).Skip(1))
        {
            bool isRead = option.Split('=', 2) switch
            {
                ["scope", var value] => Read(ref scope, ScopeOf(value)),
                ["guarantees", var value] => Read(ref guarantees, GuaranteesOf(value)),
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return SessionState.New with { Scope = scope ?? SessionScope.Session, Guarantees = guarantees ?? Guarantees.All };
    }

    private static bool Read<T>(ref T? option, T? value)
        where T : struct
    {
        bool isFirst = option is null;
        option = value;
        return isFirst && value is not null;
    }

    private static SessionScope? ScopeOf(string word) => word switch
    {
        "session" => SessionScope.Session,
        "key" => SessionScope.Key,
        _ => null,
    };

    private static Guarantees? GuaranteesOf(string words)
    {
        Guarantees all = Guarantees.None;
        foreach (string word in words.Split(',', StringSplitOptions.TrimEntries))
        {
            Guarantees one = word switch
            {
                "ryw" => Guarantees.ReadYourWrites,
                "mr" => Guarantees.MonotonicReads,
                "wfr" => Guarantees.WritesFollowReads,
                "mw" => Guarantees.MonotonicWrites,
                _ => Guarantees.None,
            };
            if (one is Guarantees.None)
            {
                return null;
            }

            all |= one;
        }

        return all;
    }
}
