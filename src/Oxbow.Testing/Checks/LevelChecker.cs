using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// The format level is that of the committed prefix; software below it executes up to the raise, gives no commit
/// numbers, takes no writes of clients, and hands the commits of the database to nobody.
/// </summary>
internal sealed class LevelChecker : Checker
{
    public override string Invariant => "I31";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (replica.IsBelowLevel && write.Kind is not (WriteKind.Retirement or WriteKind.Announcement))
        {
            Fail($"{replica.Name} accepts {write} below the format level");
        }

        if (write.Kind == WriteKind.LevelRaise && !replica.Tip.Law.After(write, replica.Tip.Primary).IsRightful)
        {
            Fail($"{replica.Name} accepts {write}, to which it has no right");
        }

        if (write.Kind == WriteKind.Update && write.Schema > replica.Tip.Law.Level)
        {
            Fail($"{replica.Name} accepts {write}, which the format level does not allow");
        }
    }

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        if (isNew && replica.IsBelowLevel)
        {
            Fail($"{replica.Name} gives commit number {number} to {write} below the format level");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        Commit executed = replica.ExecutedTip;
        if ((status.Level, status.ExecutedNumber, status.IsBelowLevel) != (executed.Law.Level, executed.Number, replica.IsBelowLevel))
        {
            Fail($"{replica.Name} shows format level {status.Level} and commit number {status.ExecutedNumber} executed, the prefix says {executed.Law.Level} and {executed.Number}");
        }
    }

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is Hello hello && hello.SupportedLevel != process.SupportedLevel)
        {
            Fail($"{process.Name} greets with format level {hello.SupportedLevel} and executes {process.SupportedLevel}");
        }
    }
}
