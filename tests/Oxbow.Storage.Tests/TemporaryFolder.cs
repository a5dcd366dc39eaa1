namespace Oxbow.Storage.Tests;

/// <summary>A folder on the real disk that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("oxbow-storage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
