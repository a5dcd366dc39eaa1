namespace Oxbow.AspNetCore.Problems;

/// <summary>Stable codes of errors that the server finds by itself; those of replicas and nodes come from there.</summary>
internal static class ProblemCodes
{
    public const string Invalid = "invalid";
    public const string ValueTooLarge = "value_too_large";
    public const string SessionTokenInvalid = "session_token_invalid";
    public const string DatabaseNotFound = "database_not_found";
    public const string DocumentNotFound = "document_not_found";
    public const string WriteNotFound = "write_not_found";
    public const string PathNotFound = "path_not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string RateLimited = "rate_limited";
    public const string Starting = "starting";
    public const string Overloaded = "overloaded";
    public const string ExchangeFailed = "exchange_failed";
    public const string InternalError = "internal_error";
}
