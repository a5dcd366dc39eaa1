using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Json;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Peers;

namespace Oxbow.AspNetCore.States;

/// <summary><c>/state</c>: how the node stands and whom it knows, for clients that choose among nodes. Asks no replica.</summary>
internal sealed class StateResource(NodeHost node, ServerAddresses addresses)
{
    public Task GetAsync(HttpContext context) => JsonAnswer.SendAsync(context.Response, this, static (writer, resource) => resource.Write(writer));

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, node.Name);
        writer.WriteString("state"u8, StateText.Of(node.State));
        writer.WriteBoolean("automatic"u8, node.IsStateAutomatic);
        writer.WriteStartArray("databases"u8);
        foreach (DatabaseHost database in node.Databases)
        {
            writer.WriteStringValue(database.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("nodes"u8);
        Write(writer, node.Name, addresses.AdvertisedClientAddress);
        foreach (Peer peer in node.Peers.All)
        {
            Write(writer, peer.Name, peer.ClientAddress);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, string? address)
    {
        if (address is null)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteString("address"u8, address);
        writer.WriteEndObject();
    }
}
