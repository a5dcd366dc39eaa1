using Oxbow.Cli.Lab.Processes;

namespace Oxbow.Cli.Bench;

/// <summary>A temporary folder for the length of one benchmark.</summary>
internal sealed class BenchFolder : IDisposable
{
    public string Path { get; } = LabFolder.Create();

    public void Dispose() => LabFolder.Delete(Path);
}
