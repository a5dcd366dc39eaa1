using Oxbow.Core.Messages;

namespace Oxbow.Testing.Nodes;

/// <summary>The links that events of a replica are about.</summary>
internal static class EventLinks
{
    /// <summary>The link of an event; null when it is about none.</summary>
    public static LinkId? Of(ReplicaEvent news) => news switch
    {
        LinkDone done => done.Link,
        RunsEnded ended => ended.Link,
        RetirementHandoverEnded ended => ended.Link,
        _ => null,
    };
}
