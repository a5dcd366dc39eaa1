using System.Buffers.Binary;
using Oxbow.Core.Identity;
using Oxbow.Storage.Segments;
using Oxbow.Storage.Tests.CrashPoints;
using Oxbow.Storage.Tests.Replicas;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests.Spoiling;

/// <summary>A small sound store: its files, and what a replica shows that starts from the first of its blocks.</summary>
/// <param name="Files">Name and bytes.</param>
/// <param name="Views">By the number of blocks.</param>
internal sealed record Store(IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Views)
{
    public static JournalOptions Options { get; } = new() { SegmentBytes = 512, ReserveBytes = 128 };

    public string Newest => Files.Keys.Max(StringComparer.Ordinal)!;

    /// <summary>Makes one of some twenty writes in a few segments.</summary>
    /// <param name="isClosed">True: the process ended in peace. False: it was killed.</param>
    public static Store Make(bool isClosed)
    {
        SimulatedDisk disk = new();
        RecordingJournal journal = new(FileJournal.Open(disk.Mount(), Options), promisesEarly: false);
        Subject subject = new(journal, new(new(new Guid("00112233-4455-6677-8899-aabbccddeeff")), ReplicaId.Base));
        for (int operation = 1; operation <= 20; operation++)
        {
            subject.Put(operation % 3, operation);
        }

        subject.Create();
        subject.Delete(1);
        if (isClosed)
        {
            journal.Dispose();
        }

        return new(disk.Copy(), [.. Enumerable.Range(0, journal.Blocks.Count + 1).Select(count => ReplicaView.Of(journal.Blocks.Take(count)))]);
    }

    /// <summary>Where the frames of a sound segment begin and end.</summary>
    public IReadOnlyList<(int Start, int End, FrameKind Kind)> Frames(string name)
    {
        byte[] bytes = Files[name];
        List<(int, int, FrameKind)> frames = [];
        for (int start = SegmentHeader.Bytes; start + Frame.HeaderBytes <= bytes.Length && bytes[start + sizeof(uint)] != 0;)
        {
            int end = start + Frame.HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start));
            frames.Add((start, end, (FrameKind)bytes[start + sizeof(uint)]));
            start = end;
        }

        return frames;
    }

    /// <summary>How many blocks stand before a byte of the newest segment.</summary>
    public int BlocksBefore(int offset) =>
        Views.Count - 1 - Frames(Newest).Count(frame => frame.Kind == FrameKind.Group && frame.End > offset);
}
