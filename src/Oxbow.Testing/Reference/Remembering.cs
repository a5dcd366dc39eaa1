using Oxbow.Core.Identity;

namespace Oxbow.Testing.Reference;

/// <summary>For how long an idempotency key is remembered, told anew from the documentation.</summary>
/// <param name="window">The setting of the replicas.</param>
internal readonly struct Remembering(TimeSpan window)
{
    /// <summary>
    /// Whether a write is remembered at the place of another with the same key, when the committed writes before that place
    /// have stamps up to <paramref name="horizon"/>.
    /// </summary>
    public bool Covers(AcceptStamp first, AcceptStamp second, AcceptStamp horizon)
    {
        long latest = Math.Max(second.Value, horizon.Value);
        return latest - first.Value <= AcceptStamp.FromTime(DateTimeOffset.UnixEpoch + window).Value;
    }
}
