namespace Oxbow.Node.States;

/// <summary>
/// Says from one sample of the load after another whether a node is overloaded. One caller at a time.
/// </summary>
internal sealed class OverloadDetector(LoadLimits limits)
{
    private int heavy;
    private int calm;

    /// <summary>Active or overloaded, as of the last sample.</summary>
    public NodeState State { get; private set; }

    public NodeState Judge(in LoadSample sample)
    {
        heavy = IsHeavy(sample) ? heavy + 1 : 0;
        calm = IsCalm(sample) ? calm + 1 : 0;
        if (heavy >= limits.HeavySamples)
        {
            State = NodeState.Overloaded;
        }
        else if (calm >= limits.CalmSamples)
        {
            State = NodeState.Active;
        }

        return State;
    }

    private bool IsHeavy(in LoadSample sample) =>
        sample.MailboxFill >= limits.HeavyMailboxFill
        || sample.LongestTurn >= limits.HeavyTurn
        || sample.DiskFreeBytes <= limits.HeavyDiskFreeBytes;

    private bool IsCalm(in LoadSample sample) =>
        sample.MailboxFill <= limits.CalmMailboxFill
        && sample.LongestTurn <= limits.CalmTurn
        && sample.DiskFreeBytes >= limits.CalmDiskFreeBytes;
}
