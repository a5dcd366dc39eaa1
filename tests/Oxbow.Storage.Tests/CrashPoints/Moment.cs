namespace Oxbow.Storage.Tests.CrashPoints;

/// <summary>A disk just before one call of the journal.</summary>
/// <param name="Seen">The files as the process sees them: what another process finds after this one was killed.</param>
/// <param name="Kept">The files after a power cut that loses everything it can.</param>
/// <param name="Named">The same with the names as the process sees them.</param>
/// <param name="Promised">How many blocks were promised.</param>
/// <param name="Appended">How many blocks there may be.</param>
internal sealed record Moment(
    IReadOnlyDictionary<string, byte[]> Seen,
    IReadOnlyDictionary<string, byte[]> Kept,
    IReadOnlyDictionary<string, byte[]> Named,
    int Promised,
    int Appended)
{
    /// <summary>
    /// Every disk that a crash can leave before the next call is done, this one's and the next one's moment known: none of
    /// what was not flushed, all of it, or the call's write torn at each sector, from either end.
    /// </summary>
    public IEnumerable<IReadOnlyDictionary<string, byte[]>> Disks(Moment next, int sectorBytes)
    {
        yield return Seen;
        if (!AreEqual(Named, Seen))
        {
            yield return Named;
        }

        if (!AreEqual(Kept, Named))
        {
            yield return Kept;
        }

        foreach ((string name, byte[] after) in next.Seen)
        {
            if (!Seen.TryGetValue(name, out byte[]? before) || before.AsSpan().SequenceEqual(after))
            {
                continue;
            }

            foreach (IReadOnlyDictionary<string, byte[]> files in AreEqual(Named, Seen) ? [Seen] : (IReadOnlyDictionary<string, byte[]>[])[Seen, Named])
            {
                foreach (byte[] torn in Torn(files[name], after, before.AsSpan().CommonPrefixLength(after), sectorBytes))
                {
                    yield return new Dictionary<string, byte[]>(files) { [name] = torn };
                }
            }
        }
    }

    private static bool AreEqual(IReadOnlyDictionary<string, byte[]> left, IReadOnlyDictionary<string, byte[]> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out byte[]? bytes) && bytes.AsSpan().SequenceEqual(pair.Value));

    private static IEnumerable<byte[]> Torn(byte[] before, byte[] after, int first, int sectorBytes)
    {
        for (int cut = first / sectorBytes * sectorBytes; cut < after.Length + sectorBytes; cut += sectorBytes)
        {
            int at = Math.Clamp(cut, first, after.Length);
            byte[] rest = before.Length > at ? before[at..] : [];
            yield return [.. after[..at], .. rest];
            byte[] start = before.Length >= at ? before[..at] : [.. before, .. new byte[at - before.Length]];
            yield return [.. start, .. after[at..]];
        }
    }
}
