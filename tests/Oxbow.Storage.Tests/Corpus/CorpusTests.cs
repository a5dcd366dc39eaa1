using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Oxbow.Core;
using Oxbow.Core.Messages;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests.Corpus;

/// <summary>
/// Data folders of nodes that ran once, one for each thing that a journal can hold, and what a start from them shows.
/// A folder stays here for ever: what a release has written every later one reads, and reads as the same.
/// </summary>
/// <remarks>
/// A new one is a folder <c>format-N-name</c> with the compressed segments; with OXBOW_CORPUS=1 its <c>expected.txt</c>
/// is written, if there is none. One that is there is never written again.
/// </remarks>
public sealed class CorpusTests
{
    private const string Switch = "OXBOW_CORPUS";
    private const string Expected = "expected.txt";

    public static TheoryData<string> Folders =>
        [.. Directory.GetDirectories(SourceFolder(), "format-*").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Fact]
    public void No_folder_has_gone() => Assert.Equal(2, Folders.Count);

    [Theory]
    [MemberData(nameof(Folders))]
    public void What_was_written_once_reads_as_the_same_for_ever(string name)
    {
        string folder = Path.Combine(SourceFolder(), name);
        using TemporaryFolder copy = new();
        foreach (string packed in Directory.EnumerateFiles(folder, "*.oxj.gz"))
        {
            Unpack(packed, Path.Combine(copy.Path, Path.GetFileNameWithoutExtension(packed)));
        }

        string shown = Show(copy.Path);
        string expected = Path.Combine(folder, Expected);
        if (Environment.GetEnvironmentVariable(Switch) == "1" && !File.Exists(expected))
        {
            File.WriteAllText(expected, shown);
            Assert.Fail($"{expected} was written because {Switch} is set. Read it, then run without it.");
        }

        Assert.Equal(File.ReadAllText(expected), shown);
        Assert.Equal(shown, Show(copy.Path));
    }

    private static void Unpack(string packed, string path)
    {
        using GZipStream from = new(File.OpenRead(packed), CompressionMode.Decompress);
        using FileStream to = File.Create(path);
        from.CopyTo(to);
    }

    /// <summary>Starts a replica, and says in words that no change of the code's names touches what it shows.</summary>
    private static string Show(string folder)
    {
        using FileJournal journal = FileJournal.Open(folder, new());
        RecoveredReplica recovered = Assert.IsType<RecoveredReplica>(new ReplicaJournal(journal).Recover());
        Replica replica = Replica.Recover(recovered.Identity, recovered.Records, new(), recovered.HasCutTail);
        replica.Step(new ReadStatus(new(1), WithDocumentsHash: true));
        replica.Step(new ReadLog(new(2), 0, int.MaxValue));
        replica.EndTurn();
        IReadOnlyList<Reply> replies = replica.TakeEffects().Replies;
        ReplicaStatus status = Assert.IsType<StatusRead>(replies[0]).Status;
        StringBuilder text = new();
        text.AppendLine($"database {status.Identity.Database}").AppendLine($"replica {status.Identity.Replica}")
            .AppendLine($"standing {(int)status.Standing}").AppendLine($"primary {status.Primary}")
            .AppendLine($"epoch {status.Epoch.Number} of {status.Epoch.Founder}").AppendLine($"level {status.Level}")
            .AppendLine($"committed {status.CommitNumber}").AppendLine($"hash {status.Hash}")
            .AppendLine($"documents {Convert.ToHexString(status.DocumentsHash.Span)}");
        foreach (var entry in status.Known.Entries)
        {
            text.AppendLine($"knows {entry.Replica} up to {entry.Stamp}");
        }

        foreach (var known in status.Replicas)
        {
            text.AppendLine($"member {known.Replica} {known.NodeName} {known.SupportedLevel}");
        }

        foreach (LogEntryView entry in Assert.IsType<LogRead>(replies[1]).Entries)
        {
            text.AppendLine($"write {entry.Write.Id} kind {(int)entry.Write.Kind} number {entry.CommitNumber} outcome {(int)entry.Outcome} "
                + Convert.ToHexString(entry.Write.Encoded.Span));
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
