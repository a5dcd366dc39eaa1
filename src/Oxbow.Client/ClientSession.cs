namespace Oxbow.Client;

/// <summary>
/// One session: what its owner has read and written so far, so that every replica it turns to can give the four
/// guarantees (read your writes, monotonic reads, writes follow reads, monotonic writes) or refuse. It is not
/// tied to a node: give the same session to clients of different nodes. Operations of one session run one
/// after the other, also when they are called at the same time.
/// </summary>
public sealed class ClientSession
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Begins a new session, or resumes one.</summary>
    /// <param name="token">A token that <see cref="Token"/> gave; null (default) begins a new session.</param>
    public ClientSession(string? token = null)
    {
        Token = token;
    }

    /// <summary>The session's state: opaque text that another program can resume from; null before the first answer.</summary>
    public string? Token { get; private set; }

    /// <summary>What the request carries: the token, or the word that asks for one.</summary>
    internal string Header => Token ?? "new";

    internal Task EnterAsync(CancellationToken cancellation) => turn.WaitAsync(cancellation);

    internal void Advance(string token) => Token = token;

    internal void Leave() => turn.Release();
}
