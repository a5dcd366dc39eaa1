using Oxbow.Client;
using Oxbow.Core.Sessions;
using Oxbow.Node.Databases;
using Oxbow.Wire.Sessions;

namespace Oxbow.Node.Embedded;

/// <summary>The state of a client's session as the token that travels.</summary>
internal static class SessionText
{
    /// <exception cref="OxbowException">The token is none of this database.</exception>
    public static SessionState Read(DatabaseHost database, ClientSession session, string? token)
    {
        if (token is null)
        {
            return SessionState.New with { Scope = (Core.Sessions.SessionScope)session.Scope, Guarantees = (Guarantees)session.Guarantees };
        }

        return SessionTokenCodec.TryDecode(database.DatabaseId, SessionMark.Remove(token))
            ?? throw new OxbowException("session_token_invalid", $"The token is no session of database {database.Name}: begin a new session.");
    }

    public static string? Write(DatabaseHost database, SessionState? session) =>
        session is null ? null : SessionTokenCodec.Encode(database.DatabaseId, session);
}
