using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests.CrashPoints;

/// <summary>Writes down a disk before each call of a journal.</summary>
internal sealed class Moments
{
    private readonly List<Moment> all = [];
    private readonly SimulatedDisk disk;
    private readonly Func<(int Promised, int Appended)> blocks;

    public Moments(SimulatedDisk disk, Func<(int Promised, int Appended)> blocks)
    {
        (this.disk, this.blocks) = (disk, blocks);
        disk.BeforeCall = Note;
    }

    public IReadOnlyList<Moment> All => all;

    public void Note()
    {
        (int promised, int appended) = blocks();
        all.Add(new(
            disk.Copy(),
            disk.CopyDurable(),
            disk.Names.ToDictionary(pair => pair.Key, pair => pair.Value.Durable.Span.ToArray()),
            promised,
            appended));
    }
}
