namespace Oxbow.Node.Dialing;

/// <summary>The peers that could not be had when they were turned to last.</summary>
/// <param name="pause">For how long one is left alone after a failure.</param>
/// <param name="time">The clock.</param>
internal sealed class PeerFailures(TimeSpan pause, TimeProvider time)
{
    private readonly Dictionary<string, Failures> failures = [];

    /// <summary>How often in a row a peer could not be had, and when last.</summary>
    private readonly record struct Failures(int Count, long Last);

    /// <summary>How often in a row a peer could not be had.</summary>
    public int InARow(string peer) => failures.GetValueOrDefault(peer).Count;

    /// <summary>True while a peer is to be left alone.</summary>
    public bool IsPausing(string peer) =>
        failures.TryGetValue(peer, out Failures failed) && time.GetElapsedTime(failed.Last) < pause;

    public void NoteFailure(string peer) => failures[peer] = new(InARow(peer) + 1, time.GetTimestamp());

    public void NoteSuccess(string peer) => failures.Remove(peer);
}
