using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.State;

namespace Oxbow.Core.Clients;

/// <summary>
/// Requests that wait until all writes are executed, in the order in which they came, and how many writes may still be
/// executed in this turn. While something waits, each turn executes a part of what is pending, so that no turn is long.
/// </summary>
/// <remarks>
/// Who waits is answered after (pending + waiting) / budget turns at the latest, because whoever drives the replica
/// gives it nothing meanwhile that adds to what is pending or changes its order: see <c>Replica.Admits</c>.
/// </remarks>
internal sealed class WaitingRequests(ReplicaState state)
{
    private readonly Queue<ClientRequest> waiting = new();
    private int left = state.Options.ExecutionBudget;

    public bool IsEmpty => waiting.Count == 0;

    /// <summary>True when an input changes nothing and shows nothing that a tentative write makes.</summary>
    public static bool NeedsNothing(Input input) => input
        is ReadStatus { WithDocumentsHash: false }
        or ReadDocument { View: ReadView.Committed }
        or ScanDocuments { View: ReadView.Committed };

    /// <summary>True when a request can be answered at once; otherwise it waits from now on.</summary>
    public bool TryPass(ClientRequest request)
    {
        if (NeedsNothing(request) || (IsEmpty && IsReadyFor(request)))
        {
            return true;
        }

        waiting.Enqueue(request);
        return false;
    }

    /// <summary>The request that has waited longest if it can be answered now; it does not wait any more.</summary>
    public ClientRequest? Next() =>
        waiting.TryPeek(out ClientRequest? first) && IsReadyFor(first) ? waiting.Dequeue() : null;

    /// <summary>Executes a write that was accepted just now, whose outcome goes into the answer.</summary>
    public void ExecuteAccepted() => left -= state.History.ExecutePending(int.MaxValue);

    public void EndTurn() => left = state.Options.ExecutionBudget;

    /// <summary>Executes what is pending as far as the turn allows.</summary>
    private bool IsReadyFor(ClientRequest request)
    {
        left -= state.History.ExecutePending(left);
        return state.History.PendingCount == 0 && (left > 0 || request is not SubmitWrite);
    }
}
