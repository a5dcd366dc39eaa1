using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>
/// The format level of a database: which writes count, whatever software a replica runs. It is a function of the
/// committed prefix alone, so that all replicas agree on the outcome of every write.
/// </summary>
internal sealed class FormatLevel(MemberTable members)
{
    /// <summary>The level of a new database.</summary>
    public const int First = 1;

    /// <summary>The level in force after the committed writes.</summary>
    public int Current { get; private set; } = First;

    /// <summary>The same over other members, which goes its own way from here on.</summary>
    public FormatLevel Copy(MemberTable others) => new(others) { Current = Current };

    /// <summary>
    /// Takes note of a raise at the moment of its commit; gives its effect, which is none when it raises nothing, or
    /// some replica that has not left is not known to execute the new level. Whoever was the primary when it was
    /// accepted, it counts where a later epoch commits it anew: writes that need it stand behind it.
    /// </summary>
    public Effect Commit(Write raise, Effect effect)
    {
        int level = raise.RaisedLevel!.Value;
        if (level <= Current || members.Below(level).Any())
        {
            return Effect.Nothing(Outcome.Conflicted);
        }

        Current = level;
        return effect;
    }
}
