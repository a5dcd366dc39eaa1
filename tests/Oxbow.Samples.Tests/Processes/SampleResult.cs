namespace Oxbow.Samples.Tests.Processes;

/// <summary>What a program said until its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Lines">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record SampleResult(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    /// <summary>The output of a program that must have worked.</summary>
    public IReadOnlyList<string> Required()
    {
        Assert.True(ExitCode is 0, $"exit code {ExitCode}: {Errors}{string.Join('\n', Lines)}");
        return Lines;
    }
}
