namespace Oxbow.AspNetCore.Hosting;

/// <summary>What requests may know of the life of the node, and do about it.</summary>
internal interface INodeLifecycle
{
    /// <summary>Cancelled when the server begins to stop: streams without end end then.</summary>
    CancellationToken Stopping { get; }

    /// <summary>True once every database is open.</summary>
    bool IsReady { get; }

    /// <summary>
    /// Ends when the node has retired and its operator was told; faulted when a bug or a broken disk stopped a database.
    /// </summary>
    Task Ended { get; }

    /// <summary>The node has retired and the answer to that is out.</summary>
    void EndRetired();
}
