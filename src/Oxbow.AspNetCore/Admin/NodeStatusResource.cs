using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.States;
using Oxbow.Core.Messages;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Joining;
using Oxbow.Node.Peers;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/status</c>: the node, its replicas and its peers.</summary>
internal sealed class NodeStatusResource(NodeHost node, ServerAddresses addresses)
{
    public async Task GetAsync(HttpContext context)
    {
        List<(string Database, ReplicaStatus Status)> replicas = [];
        foreach (DatabaseHost database in node.Databases)
        {
            ReadStatus request = new(database.NextRequest(), WithDocumentsHash: false);
            StatusRead read = await DatabaseDirectory.AskAsync<StatusRead>(database, request).ConfigureAwait(false);
            replicas.Add((database.Name, read.Status));
        }

        await JsonAnswer.SendAsync(context.Response, replicas, Write).ConfigureAwait(false);
    }

    private void Write(Utf8JsonWriter writer, List<(string Database, ReplicaStatus Status)> replicas)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, node.Name);
        writer.WriteString("clientAddress"u8, addresses.ClientAddress);
        writer.WriteString("peerAddress"u8, addresses.PeerAddress);
        writer.WriteBoolean("paused"u8, node.IsPaused);
        writer.WriteString("state"u8, StateText.Of(node.State));
        writer.WriteBoolean("stateAutomatic"u8, node.IsStateAutomatic);
        writer.WriteNumber("processId"u8, Environment.ProcessId);
        writer.WriteStartArray("databases"u8);
        foreach ((string Database, ReplicaStatus Status) replica in replicas)
        {
            StatusJson.Write(writer, replica);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("joining"u8);
        foreach (JoinProgress progress in node.Joining)
        {
            JoiningJson.Write(writer, progress);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("peers"u8);
        foreach (Peer peer in node.Peers.All)
        {
            Write(writer, peer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, Peer peer)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, peer.Name);
        writer.WriteString("address"u8, peer.Address);
        writer.WriteString("clientAddress"u8, peer.ClientAddress);
        writer.WriteBoolean("blocked"u8, peer.IsBlocked);
        writer.WriteBoolean("live"u8, node.IsLive(peer.Name));
        writer.WriteBoolean("mailed"u8, node.IsMailed(peer.Name));
        writer.WriteStartArray("otherDatabases"u8);
        foreach (OtherDatabase other in node.OtherDatabasesOf(peer.Name))
        {
            writer.WriteStartObject();
            writer.WriteString("database"u8, other.Database);
            writer.WriteString("databaseId"u8, other.Id.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("delayMilliseconds"u8, peer.Shape.Delay.TotalMilliseconds);
        writer.WriteNumber("jitterMilliseconds"u8, peer.Shape.Jitter.TotalMilliseconds);
        writer.WriteNumber("loss"u8, peer.Shape.Loss);
        writer.WriteNumber("bytesPerSecond"u8, peer.Shape.BytesPerSecond);
        writer.WriteEndObject();
    }
}
