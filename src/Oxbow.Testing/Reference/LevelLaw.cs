using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Reference;

/// <summary>
/// Which replicas there are, the format level, and what they follow from, told anew from the documentation: a fold over
/// the committed writes.
/// </summary>
internal sealed class LevelLaw
{
    private readonly Dictionary<ReplicaId, int> said = new() { [ReplicaId.Base] = 1 };
    private readonly HashSet<ReplicaId> announced = [];
    private readonly HashSet<ReplicaId> created = [];
    private readonly HashSet<ReplicaId> gone = [];

    public LevelLaw()
    {
    }

    private LevelLaw(LevelLaw other)
    {
        (Level, said, announced, created, gone) = (other.Level, new(other.said), [.. other.announced], [.. other.created], [.. other.gone]);
    }

    /// <summary>The level in force.</summary>
    public int Level { get; private set; } = 1;

    /// <summary>The law after one more commit that counts, and whether that had the right to do what it says.</summary>
    public (LevelLaw Next, bool IsRightful) After(Write write, ReplicaId primary)
    {
        if (write.Kind is not (WriteKind.Creation or WriteKind.Announcement or WriteKind.Retirement or WriteKind.LevelRaise or WriteKind.Eviction))
        {
            return (this, true);
        }

        LevelLaw next = new(this);
        return (next, next.Take(write, primary));
    }

    private bool IsPresent(ReplicaId replica) => (replica.IsBase || created.Contains(replica)) && !gone.Contains(replica);

    private bool Take(Write write, ReplicaId primary)
    {
        ReplicaId origin = write.Id.Origin;
        ReplicaId child = origin.Child(write.Id.Stamp);
        switch (write.Kind)
        {
            case WriteKind.Creation:
                created.Add(child);
                said[child] = announced.Contains(child) ? said[child] : write.Description?.FormatLevel ?? 1;
                break;
            case WriteKind.Announcement:
                said[origin] = write.Description!.FormatLevel;
                announced.Add(origin);
                break;
            case WriteKind.Retirement:
                gone.Add(origin);
                break;
            case WriteKind.Eviction:
                ReplicaId evicted = write.Evicted!;
                return evicted != origin && evicted != primary && IsPresent(primary) && IsPresent(evicted) && gone.Add(evicted);
            case WriteKind.LevelRaise:
                int wanted = write.RaisedLevel!.Value;
                bool isRightful = wanted > Level && said.All(pair => pair.Value >= wanted || gone.Contains(pair.Key));
                Level = isRightful ? wanted : Level;
                return isRightful;
        }

        return true;
    }
}
