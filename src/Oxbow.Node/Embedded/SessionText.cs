using Oxbow.Client;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Wire.Sessions;

namespace Oxbow.Node.Embedded;

/// <summary>The state of a client's session as the token that travels.</summary>
internal static class SessionText
{
    /// <exception cref="OxbowException">The token is none of this database.</exception>
    public static SessionState Read(DatabaseId database, string name, ClientSession session, string? token)
    {
        if (token is null)
        {
            return SessionState.New with { Scope = (Core.Sessions.SessionScope)session.Scope, Guarantees = (Guarantees)session.Guarantees };
        }

        return SessionTokenCodec.TryDecode(database, SessionMark.Remove(token))
            ?? throw new OxbowException("session_token_invalid", $"The token is no session of database {name}: begin a new session.");
    }

    public static string? Write(DatabaseId database, SessionState? session) =>
        session is null ? null : SessionTokenCodec.Encode(database, session);
}
