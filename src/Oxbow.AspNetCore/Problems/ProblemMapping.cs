using Microsoft.AspNetCore.Http;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Wire;

namespace Oxbow.AspNetCore.Problems;

/// <summary>What clients are told of refusals and exceptions.</summary>
internal static class ProblemMapping
{
    /// <summary>The problem that a replica's refusal is.</summary>
    public static Problem Of(Rejected rejected)
    {
        Rejection rejection = rejected.Rejection;
        return new(StatusOf(rejection.Code), RejectionText.CodeOf(rejection.Code), rejection.Detail)
        {
            Missing = rejection.Code == RejectionCode.SessionNotSatisfied ? rejected.Missing : default,
        };
    }

    /// <summary>The problem that an exception is; null when nobody foresaw it.</summary>
    public static Problem? Of(Exception exception) => exception switch
    {
        ProblemException known => known.Problem,
        OverloadedException => new(503, ProblemCodes.Overloaded, exception.Message),
        NodeException refused => new(StatusOf(refused.Code), refused.Code, refused.Message),
        ExchangeFailedException failed => new(503, CodeOf(failed.Rejection), failed.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(StatusCodes.Status413PayloadTooLarge, ProblemCodes.ValueTooLarge, "The request is larger than any that is taken here: split it."),
        BadHttpRequestException bad => new(bad.StatusCode, ProblemCodes.Invalid, bad.Message),
        _ => null,
    };

    private static int StatusOf(RejectionCode code) => code switch
    {
        RejectionCode.SessionNotSatisfied or RejectionCode.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        RejectionCode.NotPrimary => StatusCodes.Status409Conflict,
        RejectionCode.RequestKeyReused => StatusCodes.Status422UnprocessableEntity,
        RejectionCode.LevelTooLow or RejectionCode.LevelNotSupported or RejectionCode.NotPrimary => StatusCodes.Status409Conflict,
        RejectionCode.Retired or RejectionCode.Quarantined or RejectionCode.Evicted or RejectionCode.BelowLevel => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    private static int StatusOf(string code) => code switch
    {
        NodeRefusalCodes.LinkBlocked or NodeRefusalCodes.Paused or NodeRefusalCodes.AlreadyLinked or NodeRefusalCodes.NameTaken or NodeRefusalCodes.DatabaseOpen => StatusCodes.Status409Conflict,
        NodeRefusalCodes.UnknownPeer => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>A link that just broke says nothing that a program could act upon.</summary>
    private static string CodeOf(Rejection rejection) =>
        rejection.Code is RejectionCode.Invalid or RejectionCode.OutOfTurn
            ? ProblemCodes.ExchangeFailed
            : RejectionText.CodeOf(rejection.Code);
}
