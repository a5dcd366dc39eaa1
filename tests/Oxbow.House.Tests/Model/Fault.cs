namespace Oxbow.House.Tests.Model;

/// <summary>One place where the house is broken. Lines count from 1; 0 means the file as a whole.</summary>
internal sealed record Fault(string Path, int Line, string Message)
{
    public override string ToString() => Line == 0 ? $"{Path}: {Message}" : $"{Path}:{Line}: {Message}";
}
