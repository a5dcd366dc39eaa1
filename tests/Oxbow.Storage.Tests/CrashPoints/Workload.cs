using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests.CrashPoints;

/// <summary>
/// 200 operations on one replica: it is created, puts and deletes, exchanges with the primary, becomes the primary by
/// hand-off, creates a replica, exchanges with it, hands off to it and retires.
/// </summary>
internal static class Workload
{
    public const int Operations = 200;

    /// <summary>Segments so small that the workload fills many.</summary>
    public static JournalOptions Options { get; } = new() { SegmentBytes = 4096, ReserveBytes = 256 };

    /// <summary>Runs the workload; gives the journal with all that was written and promised, and the disk's state at every call.</summary>
    public static (RecordingJournal Journal, IReadOnlyList<Moment> Moments) Run(bool promisesEarly = false)
    {
        SimulatedDisk disk = new();
        RecordingJournal journal = new(FileJournal.Open(disk.Mount(), Options), promisesEarly);
        Moments moments = new(disk, () => (journal.Promised, journal.Blocks.Count));
        Subject first = new(Fresh(), new(new(new Guid("00112233-4455-6677-8899-aabbccddeeff")), ReplicaId.Base));
        Subject subject = new(journal, first.Create());
        Subject? last = null;
        for (int operation = 1; operation <= Operations - 2; operation++)
        {
            Operate(operation, first, subject, ref last);
        }

        Subject.Converse(last!, subject, LinkPurpose.Exchange);
        Subject.Converse(subject, last!, LinkPurpose.RetirementHandover);
        moments.Note();
        return (journal, moments.All);
    }

    private static void Operate(int operation, Subject first, Subject subject, ref Subject? last)
    {
        switch (operation)
        {
            case 60 or 120:
                first.Put(operation % 7, operation);
                Subject.Converse(subject, first, LinkPurpose.Exchange);
                break;
            case 130:
                Subject.Converse(first, subject, LinkPurpose.RetirementHandover);
                break;
            case 140:
                last = new(Fresh(), subject.Create());
                break;
            case 150 or 180:
                last!.Put(operation % 7, operation);
                Subject.Converse(last, subject, LinkPurpose.Exchange);
                break;
            default:
                if (operation % 5 == 0)
                {
                    subject.Delete(operation % 7);
                }
                else
                {
                    subject.Put(operation % 7, operation);
                }

                break;
        }
    }

    private static MemoryJournal Fresh() => new();
}
