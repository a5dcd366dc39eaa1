using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Sessions;
using Oxbow.Node.Databases;
using Oxbow.Wire.Sessions;

namespace Oxbow.AspNetCore.Http;

/// <summary>The header that carries a session's token, both ways.</summary>
internal static class SessionHeader
{
    public const string Name = "Oxbow-Session";
    private const string Beginning = "new";

    /// <summary>The session of a request; null when it belongs to none.</summary>
    /// <exception cref="ProblemException">The token is none of this database.</exception>
    public static SessionState? Read(HttpRequest request, DatabaseHost database)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
        {
            return null;
        }

        string token = values.ToString();
        return token == Beginning
            ? SessionState.New
            : SessionTokenCodec.TryDecode(database.DatabaseId, token) ?? throw new ProblemException(new(
                StatusCodes.Status400BadRequest,
                ProblemCodes.SessionTokenInvalid,
                $"{Name} is no session of database {database.Name}: send the token of the answer before, or '{Beginning}' to begin a session."));
    }

    /// <summary>Puts the session after the operation into the answer.</summary>
    public static void Write(HttpResponse response, DatabaseHost database, SessionState? session)
    {
        if (session is not null)
        {
            response.Headers[Name] = SessionTokenCodec.Encode(database.DatabaseId, session);
        }
    }
}
