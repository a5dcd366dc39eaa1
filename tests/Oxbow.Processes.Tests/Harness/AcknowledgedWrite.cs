using Oxbow.Client;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>What a node has promised: this value under this key, as the write of this result.</summary>
internal sealed record AcknowledgedWrite(string Key, int Value, WriteResult Result);
