using System.Runtime.InteropServices;

namespace Oxbow.Core.Log;

/// <summary>
/// What has to happen to the documents when the order of the log changes: how many of the tentative writes
/// are confirmed where they stand, and how many of those applied are undone. Computed once for a batch;
/// what was undone, and what is new, is applied again once, when somebody needs it.
/// </summary>
/// <param name="Confirmed">Number of writes at the front of the tentative order that are committed in place.</param>
/// <param name="Undo">Number of applied tentative writes to undo, latest first.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReorderPlan(int Confirmed, int Undo)
{
    /// <summary>Compares the present order with the one that the commits and the new tentative writes make.</summary>
    /// <param name="tentative">The present tentative order.</param>
    /// <param name="applied">How many of its entries the documents reflect.</param>
    /// <param name="commits">Entries now committed, in commit order; in the tentative order or new.</param>
    /// <param name="incoming">New tentative entries, sorted.</param>
    public static ReorderPlan Between(
        TentativeOrder tentative,
        int applied,
        IReadOnlyList<LogEntry> commits,
        IReadOnlyList<LogEntry> incoming)
    {
        int confirmed = 0;
        while (confirmed < commits.Count && confirmed < tentative.Count && ReferenceEquals(tentative[confirmed], commits[confirmed]))
        {
            confirmed++;
        }

        int shared = confirmed < commits.Count ? confirmed
            : incoming.Count > 0 ? Math.Max(confirmed, tentative.LowerBound(incoming[0].Write.Id))
            : tentative.Count;
        return new(confirmed, Math.Max(0, applied - shared));
    }
}
