using Oxbow.Core.Identity;
using Oxbow.Core.Replicas;
using Oxbow.Node.Links;
using Oxbow.Node.States;
using Oxbow.Storage;

namespace Oxbow.Node;

/// <summary>Settings of a node. Immutable.</summary>
public sealed record NodeOptions
{
    /// <summary>Name of the node, for people and for links: unique among the nodes that meet. Required.</summary>
    public required string Name { get; init; }

    /// <summary>Folder with one folder for each database; null keeps everything in memory, gone with the process.</summary>
    public required string? DataFolder { get; init; }

    /// <summary>Settings of every replica.</summary>
    public ReplicaOptions Replica { get; init; } = new();

    /// <summary>Settings of every journal.</summary>
    public JournalOptions Journal { get; init; } = JournalOptions.Default;

    /// <summary>When and with whom to exchange.</summary>
    public LinkPolicyOptions Links { get; init; } = new();

    /// <summary>Most requests that wait for one database. Default: 16384. Beyond it requests are refused as overload.</summary>
    public int MailboxCapacity { get; init; } = 16 * 1024;

    /// <summary>When the node calls itself overloaded.</summary>
    public LoadLimits Load { get; init; } = new();

    /// <summary>True to start with anti-entropy paused. Default: false.</summary>
    public bool StartPaused { get; init; }

    /// <summary>
    /// True for databases without a primary, where this node creates them: nothing is ever committed, and the
    /// write with the larger accept stamp wins everywhere. Cannot be taken back. Default: false.
    /// </summary>
    public bool WithoutPrimary { get; init; }

    /// <summary>What the node's replicas tell the others of themselves.</summary>
    internal ReplicaDescription Description => new(Name, default, Replica.SupportedLevel);

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. Replica.Validate(), .. Journal.Validate(), .. Links.Validate(), .. Load.Validate()];
        if (Name.Length is 0 or > Transport.LinkRequest.MaximumNodeNameLength)
        {
            faults.Add($"{nameof(Name)} has {Name.Length} characters: choose 1 to {Transport.LinkRequest.MaximumNodeNameLength}.");
        }

        if (MailboxCapacity is < 64 or > 1024 * 1024)
        {
            faults.Add($"{nameof(MailboxCapacity)} is {MailboxCapacity}: choose 64 to 1048576.");
        }

        return faults;
    }
}
