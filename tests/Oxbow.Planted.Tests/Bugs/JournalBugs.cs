using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of the journal and of what waits for it.</summary>
internal static class JournalBugs
{
    private const string Journal = "Oxbow.Storage/Segments/FileJournal.cs";
    private const string Segment = "Oxbow.Storage/Segments/LoadedSegment.cs";
    private const string Writer = "Oxbow.Storage/Segments/SegmentWriter.cs";
    private const string Frame = "Oxbow.Storage/Segments/Frame.cs";
    private const string Recovery = "Oxbow.Storage/Segments/JournalRecovery.cs";
    private const string WriteAndFlush = "            writer.WriteGroup(group.Bytes);\n            writer.Flush();";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("Answers and messages leave before the journal is synced", BugClass.Flush, "Oxbow.Node/Loop/NodeLoop.cs",
            "        journal.Persist(effects);\n        CarryOut(effects);",
            "        CarryOut(effects);\n        journal.Persist(effects);")
        {
            IsInSample = true,
        },
        new("The journal does not flush", BugClass.Flush, Journal, WriteAndFlush,
            "            writer.WriteGroup(group.Bytes);"),
        new("A flush that failed is swallowed", BugClass.Flush, Journal, WriteAndFlush,
            "            writer.WriteGroup(group.Bytes);\n            try { writer.Flush(); } catch (IOException) { }")
        {
            IsInSample = true,
        },
        new("A flush that failed is tried again", BugClass.Flush, Journal, WriteAndFlush,
            "            writer.WriteGroup(group.Bytes);\n            try { writer.Flush(); } catch (IOException) { writer.Flush(); }"),
        new("What did not fit on a full disk is taken for written", BugClass.DiskFull, Journal, WriteAndFlush,
            "            try { writer.WriteGroup(group.Bytes); } catch (IOException failure) when (DiskFull.IsCauseOf(failure)) { }\n            writer.Flush();"),
        new("Bytes that only the cache holds are taken for durable at a start", BugClass.Flush, Writer,
            "file.Write(segment.LastFrameOffset, segment.LastFrame);",
            ""),
        new("A torn tail is accepted", BugClass.DamagedDisk, Frame,
            "if (check != ComputeCheck(bytes, segmentCheck, offset))",
            "if (check == 0)"),
        new("A frame in a wrong place is accepted", BugClass.DamagedDisk, Frame,
            "BinaryPrimitives.WriteInt32LittleEndian(seed, offset);",
            "BinaryPrimitives.WriteInt32LittleEndian(seed, 0);"),
        new("Damage in the middle is taken for a torn tail", BugClass.DamagedDisk, Segment,
            "            RequireNoFrameAfterEnd();",
            "")
        {
            IsInSample = true,
        },
        new("A torn tail is not cut off", BugClass.DamagedDisk, Writer,
            "if (segment.IsTorn)",
            "if (segment.IsTorn && segment.End < 0)"),
        new("Damage at the end of an earlier segment is overlooked", BugClass.DamagedDisk, Recovery,
            "if (segment.IsRolled || next < segmentCount || !HeaderAfter(segment).IsAllOf(Read(next)))",
            "if (segment.IsRolled || next < segmentCount)"),
        new("The name of a new segment is not made durable", BugClass.Recovery, Writer,
            "        files.Rename(unfinished, name);\n        files.SyncDirectory();",
            "        files.Rename(unfinished, name);"),
        new("The header of a new segment is not flushed", BugClass.Recovery, Writer,
            "            file.Write(0, bytes);\n            file.Flush();",
            "            file.Write(0, bytes);"),
        new("A segment is finished before the next one is there", BugClass.Recovery, Journal,
            "        writer = SegmentWriter.Create(files, header, options.ReserveBytes);\n        using (old)\n        {\n            old.WriteMark(FrameKind.Rolled);\n            old.Flush();\n        }",
            "        using (old)\n        {\n            old.WriteMark(FrameKind.Rolled);\n            old.Flush();\n        }\n\n        writer = SegmentWriter.Create(files, header, options.ReserveBytes);"),
        new("A roll that did not finish is left as it is", BugClass.Recovery, Recovery,
            "if (unfinishedRoll is { } number)",
            "if (unfinishedRoll is { } number && number < 0)"),
        new("A start takes names for durable that are not", BugClass.Recovery, Recovery,
            "        files.SyncDirectory();\n        if (tail is null)",
            "        if (tail is null)"),
        new("A new identity is not made durable", BugClass.Recovery, "Oxbow.Storage/Replicas/ReplicaJournal.cs",
            "identity = changed ?? identity;",
            "identity ??= changed;"),
    ];
}
