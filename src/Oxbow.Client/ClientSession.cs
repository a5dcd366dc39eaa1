using System.Globalization;

namespace Oxbow.Client;

/// <summary>
/// One session: what its owner has read and written so far, so that every replica it turns to can give the four
/// guarantees (read your writes, monotonic reads, writes follow reads, monotonic writes) or refuse. It is not
/// tied to a node: give the same session to clients of different nodes. Operations of one session run one
/// after the other, also when they are called at the same time.
/// </summary>
/// <remarks>
/// A replica that lacks writes of the session refuses at once. <see cref="WaitingUpTo"/> and
/// <see cref="Moving"/> choose otherwise for the calls they are given to:
/// <code>await songs.GetAsync("yellow", session: session.WaitingUpTo(TimeSpan.FromSeconds(2)));</code>
/// </remarks>
public sealed class ClientSession
{
    private static readonly (SessionGuarantees Guarantee, string Word)[] Words =
    [
        (SessionGuarantees.ReadYourWrites, "ryw"),
        (SessionGuarantees.MonotonicReads, "mr"),
        (SessionGuarantees.WritesFollowReads, "wfr"),
        (SessionGuarantees.MonotonicWrites, "mw"),
    ];

    private readonly Progress progress;

    /// <summary>Begins a new session with all guarantees over the whole session, or resumes one.</summary>
    /// <param name="token">A token that <see cref="Token"/> gave; null (default) begins a new session.</param>
    public ClientSession(string? token = null)
    {
        progress = new(SessionScope.Session, SessionGuarantees.All) { Token = token };
    }

    /// <summary>Begins a new session with guarantees of your choice.</summary>
    /// <param name="scope">What the guarantees are about.</param>
    /// <param name="guarantees">Which ones; at least one. To go without, use no session at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such guarantee, or none is asked for.</exception>
    public ClientSession(SessionScope scope, SessionGuarantees guarantees = SessionGuarantees.All)
    {
        if (guarantees is SessionGuarantees.None || (guarantees & ~SessionGuarantees.All) is not SessionGuarantees.None)
        {
            throw new ArgumentOutOfRangeException(nameof(guarantees), guarantees, "Ask for at least one of the four guarantees, or use no session.");
        }

        progress = new(scope, guarantees);
    }

    private ClientSession(Progress progress, WhenNotSatisfied choice, TimeSpan wait)
    {
        this.progress = progress;
        Choice = choice;
        Wait = wait;
    }

    /// <summary>The session's state: opaque text that another program can resume from; null before the first answer.</summary>
    public string? Token => progress.Token;

    /// <summary>How long a replica may take to fetch what it lacks; zero when it is to refuse at once.</summary>
    public TimeSpan Wait { get; }

    /// <summary>What the guarantees of a session that begins here are about; a resumed one has its own in its token.</summary>
    public SessionScope Scope => progress.Scope;

    /// <summary>The guarantees that a session that begins here asks for; a resumed one has its own in its token.</summary>
    public SessionGuarantees Guarantees => progress.Guarantees;

    internal WhenNotSatisfied Choice { get; }

    /// <summary>The node that served the session last.</summary>
    internal Uri? Node
    {
        get => progress.Node;
        set => progress.Node = value;
    }

    /// <summary>What a request carries: the token, or the words that begin a session.</summary>
    internal string Header
    {
        get
        {
            if (progress.Token is not null)
            {
                return progress.Token;
            }

            if (Scope is SessionScope.Session && Guarantees is SessionGuarantees.All)
            {
                return "new";
            }

            var words = string.Join(',', Words.Where(pair => Guarantees.HasFlag(pair.Guarantee)).Select(pair => pair.Word));
            return $"new; scope={(Scope is SessionScope.Key ? "key" : "session")}; guarantees={words}";
        }
    }

    /// <summary>What a request carries to say how long it waits.</summary>
    internal string? WaitHeader => Choice is WhenNotSatisfied.Wait ? Wait.TotalSeconds.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>
    /// The same session for calls that wait: a replica that lacks something fetches it from other replicas, and
    /// refuses when it has not got it in time.
    /// </summary>
    /// <param name="longest">The longest wait; a node bounds it, by default to 60 s.</param>
    public ClientSession WaitingUpTo(TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, TimeSpan.Zero);
        return new(progress, WhenNotSatisfied.Wait, longest);
    }

    /// <summary>
    /// The same session for calls that move: when a replica lacks something, the other ones are asked, one after
    /// another. With one node alone this is the same as failing at once.
    /// </summary>
    public ClientSession Moving() => new(progress, WhenNotSatisfied.Move, TimeSpan.Zero);

    /// <summary>
    /// Runs one operation when it is the session's turn, for those who implement <see cref="IOxbowDatabase"/>. An
    /// operation that throws leaves the session as it was.
    /// </summary>
    /// <param name="operation">Gets the token, null in a session that begins; gives its result and the token after it.</param>
    /// <param name="cancellation">Gives up waiting for the turn.</param>
    public async Task<T> RunAsync<T>(Func<string?, Task<(T Result, string? Token)>> operation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        await progress.Turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (result, token) = await operation(progress.Token).ConfigureAwait(false);
            if (token is not null)
            {
                progress.Token = token;
            }

            return result;
        }
        finally
        {
            progress.Turn.Release();
        }
    }

    /// <summary>What the same session has in common however its calls are made.</summary>
    private sealed class Progress(SessionScope scope, SessionGuarantees guarantees)
    {
        public SessionScope Scope { get; } = scope;

        public SessionGuarantees Guarantees { get; } = guarantees;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public string? Token { get; set; }

        public Uri? Node { get; set; }
    }
}
