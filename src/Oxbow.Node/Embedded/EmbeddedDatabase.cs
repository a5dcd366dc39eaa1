using System.Runtime.CompilerServices;
using System.Text;
using Oxbow.Client;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using LogEntry = Oxbow.Client.LogEntry;
using ReadView = Oxbow.Client.ReadView;
using ReplicaStatus = Oxbow.Client.ReplicaStatus;
using Update = Oxbow.Client.Update;

namespace Oxbow.Node.Embedded;

/// <summary>A database whose replica lives in this process.</summary>
/// <param name="name">The database's name.</param>
/// <param name="find">Finds the replica, for each call anew: the node may go and come.</param>
internal sealed class EmbeddedDatabase(string name, Func<IReplicaDesk> find) : IOxbowDatabase
{
    private const int DefaultLimit = 1000;
    private const int MaximumLimit = 10_000;

    public string Name => name;

    public async Task<WriteReceipt> WriteAsync(
        IReadOnlyList<Update> updates, ClientSession? session = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        List<Core.Writes.Update> asked = [.. updates.Select(AnswerMapping.ToCore)];
        WriteAccepted accepted = await AskAsync(
            session,
            (replica, state) => new SubmitWrite(replica.NextRequest(), asked, state),
            (WriteAccepted reply) => reply.Session,
            cancellation).ConfigureAwait(false);
        return new(this, AnswerMapping.ToClient(accepted.Fate));
    }

    public async Task<StoredDocument?> GetAsync(
        string collection,
        string key,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        DocumentRead read = await AskAsync(
            session,
            (replica, state) => new ReadDocument(replica.NextRequest(), Utf8(collection), Utf8(key), AnswerMapping.ToCore(view), state),
            (DocumentRead reply) => reply.Session,
            cancellation).ConfigureAwait(false);
        return read.Document is { } found
            ? new(found.Value, AnswerMapping.StateOf(found.CommitNumber), found.Write.ToString())
            : null;
    }

    public async Task<ScanPage> ScanAsync(
        string collection,
        ScanRange? range = null,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        ScanRange asked = range ?? new();
        KeyRange keys = new(Utf8(asked.Prefix), Utf8(asked.From), Utf8(asked.To), Utf8(asked.After), Limit(asked.Limit));
        DocumentsRead read = await AskAsync(
            session,
            (replica, state) => new ScanDocuments(replica.NextRequest(), Utf8(collection), keys, AnswerMapping.ToCore(view), state),
            (DocumentsRead reply) => reply.Session,
            cancellation).ConfigureAwait(false);
        return AnswerMapping.ToClient(read);
    }

    public async Task<WriteResult?> FateAsync(string write, TimeSpan wait = default, CancellationToken cancellation = default)
    {
        if (!WriteId.TryParse(write, out WriteId id))
        {
            throw Refusals.Invalid("This is no id of a write; give the one of its receipt.");
        }

        return await Refusals.TellAsync(
            async () => await find().FateAsync(id, wait, cancellation).ConfigureAwait(false) is { } fate ? AnswerMapping.ToClient(fate) : null,
            cancellation).ConfigureAwait(false);
    }

    public async Task<LogPage> LogPageAsync(long? after = null, int? limit = null, CancellationToken cancellation = default)
    {
        LogRead read = await AskAsync(
            session: null,
            (replica, _) => new ReadLog(replica.NextRequest(), after ?? 0, Limit(limit)),
            (LogRead _) => null,
            cancellation).ConfigureAwait(false);
        return AnswerMapping.ToClient(read);
    }

    public async IAsyncEnumerable<LogEntry> ChangesAsync(
        long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        IReplicaDesk replica = await Refusals.TellAsync(() => Task.FromResult(find()), cancellation).ConfigureAwait(false);
        IAsyncEnumerator<LogEntryView> entries = replica.ChangesAsync(new CommitNumber(after), cancellation).GetAsyncEnumerator(cancellation);
        await using (entries.ConfigureAwait(false))
        {
            while (await Refusals.TellAsync(() => entries.MoveNextAsync().AsTask(), cancellation).ConfigureAwait(false))
            {
                yield return AnswerMapping.ToClient(entries.Current);
            }
        }
    }

    public async Task<ReplicaStatus> StatusAsync(CancellationToken cancellation = default)
    {
        StatusRead read = await AskAsync(
            session: null,
            (replica, _) => new ReadStatus(replica.NextRequest(), WithDocumentsHash: false),
            (StatusRead _) => null,
            cancellation).ConfigureAwait(false);
        return AnswerMapping.ToClient(name, read.Status);
    }

    /// <summary>Asks the replica within a session, or none, and gives a reply of the kind asked for.</summary>
    private Task<T> AskAsync<T>(
        ClientSession? session,
        Func<IReplicaDesk, Core.Sessions.SessionState?, ClientRequest> ask,
        Func<T, Core.Sessions.SessionState?> sessionOf,
        CancellationToken cancellation)
        where T : Reply
    {
        return session is null
            ? Refusals.TellAsync(() => AskReplicaAsync(find(), null), cancellation)
            : session.RunAsync(
                token => Refusals.TellAsync(
                    async () =>
                    {
                        IReplicaDesk replica = find();
                        T reply = await AskReplicaAsync(replica, SessionText.Read(replica.DatabaseId, name, session, token)).ConfigureAwait(false);
                        return (reply, SessionText.Write(replica.DatabaseId, sessionOf(reply)));
                    },
                    cancellation),
                cancellation);

        async Task<T> AskReplicaAsync(IReplicaDesk replica, Core.Sessions.SessionState? state)
        {
            TimeSpan wait = session?.Wait ?? TimeSpan.Zero;
            Reply reply = await replica.AskAsync(ask(replica, state), wait, cancellation).ConfigureAwait(false);
            return reply is Rejected rejected ? throw Refusals.Of(rejected) : (T)reply;
        }
    }

    private static byte[] Utf8(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);

    private static int Limit(int? limit) => limit switch
    {
        null => DefaultLimit,
        >= 1 and <= MaximumLimit => limit.Value,
        _ => throw Refusals.Invalid($"limit is a number from 1 to {MaximumLimit}."),
    };
}
