using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oxbow.Client;

/// <summary>Generated JSON code for everything that crosses the wire, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    MaxDepth = ClientJson.MaximumDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WriteResult))]
[JsonSerializable(typeof(ScanPage))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(ReplicaStatus))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(NodeReport))]
[JsonSerializable(typeof(StateRequest))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(ExchangeResult))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(UpdateSet))]
[JsonSerializable(typeof(PeerRequest))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(RetireRequest))]
[JsonSerializable(typeof(LevelRequest))]
[JsonSerializable(typeof(EvictionRequest))]
[JsonSerializable(typeof(RetireAnswer))]
[JsonSerializable(typeof(PrimaryStatus))]
[JsonSerializable(typeof(PrimaryRequest))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    /// <summary>A value may be 64 deep, and stands a few levels down in a page of the log.</summary>
    private const int MaximumDepth = 64 + 8;
}
