namespace Oxbow.Testing.Exhaustive;

/// <summary>One replica at one moment, as far as it matters for what comes: how it came there first, and what it shows.</summary>
/// <param name="number">Number among the states of its slot.</param>
/// <param name="parent">The state before; null at the start.</param>
/// <param name="input">What led here from there.</param>
/// <param name="view">What it shows.</param>
/// <param name="restarted">What a start from its journal would make.</param>
/// <param name="disk">Blocks from which a start makes just this replica again; null when it has something in memory that is not on disk.</param>
internal sealed class LocalState(int number, LocalState? parent, LocalInput input, LocalView view, RestartedState restarted, IReadOnlyList<ReadOnlyMemory<byte>>? disk)
{
    public int Number { get; } = number;

    public LocalState? Parent { get; } = parent;

    public LocalInput Input { get; } = input;

    public LocalView View { get; } = view;

    public RestartedState Restarted { get; } = restarted;

    public IReadOnlyList<ReadOnlyMemory<byte>>? Disk { get; } = disk;
}
