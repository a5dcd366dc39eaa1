namespace Oxbow.Client;

/// <summary>
/// One session: what its owner has read and written so far, so that every replica it turns to can give the four
/// guarantees (read your writes, monotonic reads, writes follow reads, monotonic writes) or refuse. It is not
/// tied to a node: give the same session to clients of different nodes. Operations of one session run one
/// after the other, also when they are called at the same time.
/// </summary>
public sealed class ClientSession
{
    private static readonly (SessionGuarantees Guarantee, string Word)[] Words =
    [
        (SessionGuarantees.ReadYourWrites, "ryw"),
        (SessionGuarantees.MonotonicReads, "mr"),
        (SessionGuarantees.WritesFollowReads, "wfr"),
        (SessionGuarantees.MonotonicWrites, "mw"),
    ];

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string beginning = "new";

    /// <summary>Begins a new session, or resumes one.</summary>
    /// <param name="token">A token that <see cref="Token"/> gave; null (default) begins a new session.</param>
    public ClientSession(string? token = null)
    {
        Token = token;
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

        string words = string.Join(',', Words.Where(pair => guarantees.HasFlag(pair.Guarantee)).Select(pair => pair.Word));
        beginning = $"new; scope={(scope is SessionScope.Key ? "key" : "session")}; guarantees={words}";
    }

    /// <summary>The session's state: opaque text that another program can resume from; null before the first answer.</summary>
    public string? Token { get; private set; }

    /// <summary>What the request carries: the token, or the word that asks for one.</summary>
    internal string Header => Token ?? beginning;

    internal Task EnterAsync(CancellationToken cancellation) => turn.WaitAsync(cancellation);

    internal void Advance(string token) => Token = token;

    internal void Leave() => turn.Release();
}
