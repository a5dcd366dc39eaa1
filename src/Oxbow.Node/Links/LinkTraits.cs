using System.Collections.Frozen;
using Oxbow.Core.Messages;

namespace Oxbow.Node.Links;

/// <summary>
/// How a node treats the links of one purpose: a row for each. Whoever treats them differently asks for the trait that
/// makes the difference, so that a new purpose is one more row here.
/// </summary>
public sealed record LinkTraits
{
    private static readonly FrozenDictionary<LinkPurpose, LinkTraits> Rows = new LinkTraits[]
    {
        new(LinkPurpose.Exchange, "exchange") { IsAcknowledged = true, FlowsBothWays = true },
        new(LinkPurpose.Live, "live")
        {
            IsAcknowledged = true,
            FlowsBothWays = true,
            StaysOpen = true,
            CountsAsLiveLink = true,
        },
        new(LinkPurpose.Join, "join") { IsAcknowledged = true, AllowedWhilePaused = true, DialerHasNoReplica = true },
        new(LinkPurpose.Mail, "mail") { FlowsBothWays = true, StaysOpen = true },
        new(LinkPurpose.RetirementHandover, "retirement-handover") { IsAcknowledged = true, AllowedWhilePaused = true },
    }.ToFrozenDictionary(row => row.Purpose);

    private static readonly FrozenDictionary<string, LinkTraits> ByName =
        Rows.Values.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    private LinkTraits(LinkPurpose purpose, string name)
    {
        Purpose = purpose;
        Name = name;
    }

    /// <summary>The purpose that the row is about.</summary>
    public LinkPurpose Purpose { get; }

    /// <summary>The purpose as a link's request names it, in lower case with hyphens.</summary>
    public string Name { get; }

    /// <summary>
    /// True when the conversation has no end of its own: the peer may be silent once it owes nothing, and a second link
    /// of the purpose to the same peer would be of no use.
    /// </summary>
    public bool StaysOpen { get; private init; }

    /// <summary>True when what is said has to arrive. What is lost on another link comes with an exchange.</summary>
    public bool IsAcknowledged { get; private init; }

    /// <summary>True when writes come as well as go.</summary>
    public bool FlowsBothWays { get; private init; }

    /// <summary>True for the links that users see as live, and of which a node keeps a few.</summary>
    public bool CountsAsLiveLink { get; private init; }

    /// <summary>
    /// True when a pause of anti-entropy leaves the link alone. Replicas still come and go: no old write passes when
    /// one joins, and a retirement handover is the last chance to take what a retiring replica alone holds.
    /// </summary>
    public bool AllowedWhilePaused { get; private init; }

    /// <summary>True when the dialer asks for an id: before the end of the link there is nobody to dial.</summary>
    public bool DialerHasNoReplica { get; private init; }

    /// <summary>All names, in the order of the purposes.</summary>
    public static IEnumerable<string> Names => Rows.Values.OrderBy(row => row.Purpose).Select(row => row.Name);

    /// <summary>The row of a purpose.</summary>
    /// <exception cref="KeyNotFoundException">The purpose is none that this version knows.</exception>
    public static LinkTraits Of(LinkPurpose purpose) => Rows[purpose];

    /// <summary>The row of the purpose that a request names; null when there is none.</summary>
    public static LinkTraits? Find(string name) => ByName.GetValueOrDefault(name);
}
