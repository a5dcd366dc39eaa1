using System.Text;
using System.Text.Json;
using Oxbow.Client;
using Oxbow.Core.Messages;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Applications;

/// <summary>The documents of one simulated replica at one moment.</summary>
public sealed class ReplicaDocuments
{
    private const int DocumentsAtATime = 1000;

    private readonly World world;
    private readonly SimulatedProcess process;

    internal ReplicaDocuments(World world, SimulatedProcess process)
    {
        this.world = world;
        this.process = process;
    }

    /// <summary>The node of the replica: <c>n0</c>, <c>n1</c> and so on.</summary>
    public string Node => process.Name;

    /// <summary>All documents of a collection by key, in key order.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    public IReadOnlyDictionary<string, JsonElement> Read(string collection, ReadView view = ReadView.Latest)
    {
        OrderedDictionary<string, JsonElement> documents = new(StringComparer.Ordinal);
        Core.State.ReadView asked = view is ReadView.Committed ? Core.State.ReadView.Committed : Core.State.ReadView.Latest;
        ReadOnlyMemory<byte> after = default;
        DocumentsRead page;
        do
        {
            page = (DocumentsRead)process.Ask(new ScanDocuments(
                world.NextRequest(), Encoding.UTF8.GetBytes(collection), new(default, default, default, after, DocumentsAtATime), asked, null));
            foreach (DocumentView document in page.Documents)
            {
                Utf8JsonReader reader = new(document.Value.Span);
                documents.Add(Encoding.UTF8.GetString(document.Key.Span), JsonElement.ParseValue(ref reader));
                after = document.Key;
            }
        }
        while (page.HasMore);
        return documents;
    }
}
