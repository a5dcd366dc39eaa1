namespace Oxbow.Cli.Lab;

/// <summary>How long the lab waits for what may never come.</summary>
internal sealed record LabLimits
{
    /// <summary>A retiring server that can reach nobody stays after this time; 60 s by default.</summary>
    public TimeSpan Retirement { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Servers that do not come to agree within this time end the run; 120 s by default.</summary>
    public TimeSpan Agreement { get; init; } = TimeSpan.FromSeconds(120);
}
