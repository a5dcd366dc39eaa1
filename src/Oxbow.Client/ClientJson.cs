using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oxbow.Client;

/// <summary>Generated JSON code for everything that crosses the wire, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WriteResult))]
[JsonSerializable(typeof(ScanPage))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(ReplicaStatus))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(ExchangeResult))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(UpdateSet))]
[JsonSerializable(typeof(PeerRequest))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(RetireRequest))]
[JsonSerializable(typeof(RetireAnswer))]
internal sealed partial class ClientJson : JsonSerializerContext;
