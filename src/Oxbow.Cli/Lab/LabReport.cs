namespace Oxbow.Cli.Lab;

/// <summary>Where the lab speaks to a person; never the output that a script produces.</summary>
internal sealed class LabReport(TextWriter errors, bool isTracing)
{
    /// <summary>Something went wrong, or differs from what the script asks.</summary>
    public void Warn(string message) => errors.WriteLine($"oxbow lab: {message}");

    /// <summary>What is going on, said only when asked for.</summary>
    public void Trace(string message)
    {
        if (isTracing)
        {
            Warn(message);
        }
    }
}
