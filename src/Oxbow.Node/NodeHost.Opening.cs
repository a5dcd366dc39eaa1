using Oxbow.Node.Errors;
using Oxbow.Node.Joining;
using Oxbow.Node.Peers;

namespace Oxbow.Node;

/// <content>Databases that are not here yet, and those that peers have instead.</content>
public sealed partial class NodeHost
{
    /// <summary>The databases that wait until a peer grants a replica of them, by name.</summary>
    public IReadOnlyList<JoinProgress> Joining => joining.All;

    /// <summary>
    /// How a database stands that waits until a peer grants a replica of it; null when none of that name waits.
    /// </summary>
    public JoinProgress? FindJoining(string database) => joining.Find(database);

    /// <summary>
    /// What a peer has instead of databases that are here, by name: each was made twice where once was meant, and
    /// nothing passes between the two.
    /// </summary>
    public IReadOnlyList<OtherDatabase> OtherDatabasesOf(string peer) => others.Of(peer);

    /// <summary>
    /// Opens several databases at once, so that one that waits to be joined keeps no other one waiting.
    /// </summary>
    /// <param name="names">Their names.</param>
    /// <param name="source">Where those come from of which there is no data yet.</param>
    /// <param name="cancellation">Gives up joining.</param>
    /// <exception cref="NodeException">
    /// What <see cref="OpenAsync"/> says of one of them; the others are not waited for.
    /// </exception>
    public async Task OpenAllAsync(IEnumerable<string> names, DatabaseSource source, CancellationToken cancellation)
    {
        using CancellationTokenSource givingUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(names.Select(OpenOneAsync)).ConfigureAwait(false);

        async Task OpenOneAsync(string name)
        {
            try
            {
                await OpenAsync(name, source, givingUp.Token).ConfigureAwait(false);
            }
            catch
            {
                await givingUp.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
