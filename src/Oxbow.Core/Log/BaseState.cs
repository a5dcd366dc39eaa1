using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Sizes;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// What a replica starts from: the commits that it does not hold any more, and what executing them gave. A new database
/// starts from <see cref="Empty"/>.
/// </summary>
internal sealed class BaseState
{
    /// <summary>After the omitted commits, and never changed; null for a new database.</summary>
    private readonly Executor? executed;

    private BaseState(OmittedPrefix omitted, Executor? executed)
    {
        Omitted = omitted;
        this.executed = executed;
    }

    /// <summary>Nothing is omitted, and there are no documents.</summary>
    public static BaseState Empty { get; } = new(OmittedPrefix.None, null);

    /// <summary>The commits that are not here any more.</summary>
    public OmittedPrefix Omitted { get; }

    /// <summary>An executor that goes on from here.</summary>
    /// <param name="requestWindow">For how long idempotency keys are remembered.</param>
    /// <param name="supportedLevel">The highest format level that this software executes.</param>
    /// <param name="isMadeAgain">What <see cref="Executor"/> asks the log.</param>
    /// <param name="sizes">For the documents.</param>
    public Executor Begin(
        TimeSpan requestWindow,
        int supportedLevel,
        Func<Write, CommitNumber, bool, bool> isMadeAgain,
        CoreSizes sizes) =>
        executed?.CopyCommitted(supportedLevel, isMadeAgain) ?? new(requestWindow, supportedLevel, isMadeAgain, sizes);

    /// <summary>The state after a commit of a log; null where no omitted prefix can end.</summary>
    /// <param name="number">The commit.</param>
    /// <param name="log">The log, which reaches it.</param>
    /// <param name="executed">An executor that has executed just so far.</param>
    public static BaseState? After(CommitNumber number, WriteLog log, Executor executed) =>
        OmittedPrefixBuilder.Build(number, log, executed) is { } omitted
            ? new(omitted, executed.CopyCommitted(int.MaxValue, (_, _, _) => false))
            : null;
}
