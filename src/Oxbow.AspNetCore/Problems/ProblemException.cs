namespace Oxbow.AspNetCore.Problems;

/// <summary>A request cannot be served; nothing was changed.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;

    /// <summary>The request itself is wrong.</summary>
    public static ProblemException Invalid(string detail) => new(new(400, ProblemCodes.Invalid, detail));
}
