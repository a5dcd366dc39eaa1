namespace Oxbow.Testing.Applications;

/// <summary>
/// What you build on Oxbow, under the simulator: what its clients do, and what has to hold of the documents. Clients use
/// the interfaces of <c>Oxbow.Client</c>, so the code under test can be the very code of your program. Each seed gets an
/// application of its own; everything runs on one thread, and nothing may be awaited but calls of the client's database.
/// </summary>
/// <remarks>
/// Throw from a check what you like, an assertion of your test framework for example: the seed has then failed with its message.
/// </remarks>
public abstract class SimulatedApplication
{
    /// <summary>
    /// Does one thing that a client does, such as reading a document and writing another. The simulator calls it again and
    /// again, for several clients, which move from replica to replica. Calls of the database may fail at any time with
    /// an <see cref="Client.OxbowException"/>, as in life; when it is let through, the client just does something else next.
    /// </summary>
    /// <param name="client">Who does it.</param>
    public abstract Task ActAsync(ApplicationClient client);

    /// <summary>Checks what has to hold at every replica at every moment: all is well unless it throws.</summary>
    /// <param name="replica">The documents of one replica.</param>
    public virtual void CheckAlways(ReplicaDocuments replica)
    {
    }

    /// <summary>Checks what has to hold when everything is healed and all replicas are equal: all is well unless it throws.</summary>
    /// <param name="replica">The documents of one of the replicas.</param>
    public virtual void CheckInTheEnd(ReplicaDocuments replica)
    {
    }
}
