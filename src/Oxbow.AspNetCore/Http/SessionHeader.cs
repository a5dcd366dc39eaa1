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

    /// <summary>The session of a request; null when it belongs to none.</summary>
    /// <exception cref="ProblemException">The token is none of this database.</exception>
    public static SessionState? Read(HttpRequest request, DatabaseHost database)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
        {
            return null;
        }

        string text = values.ToString();
        return SessionBeginning.IsMeant(text)
            ? SessionBeginning.TryRead(text) ?? throw Refusal(ProblemCodes.Invalid, $"{Name} begins no session: say '{SessionBeginning.Form}', with what you need of it.")
            : SessionTokenCodec.TryDecode(database.DatabaseId, text) ?? throw Refusal(
                ProblemCodes.SessionTokenInvalid,
                $"{Name} is no session of database {database.Name}: send the token of the answer before, or 'new' to begin a session.");
    }

    /// <summary>Puts the session after the operation into the answer.</summary>
    public static void Write(HttpResponse response, DatabaseHost database, SessionState? session)
    {
        if (session is not null)
        {
            response.Headers[Name] = SessionTokenCodec.Encode(database.DatabaseId, session);
        }
    }

    private static ProblemException Refusal(string code, string detail) =>
        new(new(StatusCodes.Status400BadRequest, code, detail));
}
