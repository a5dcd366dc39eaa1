using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Conversations;

/// <summary>
/// Judges what a write that came by direct mail says about the replica that it came to. Changes nothing.
/// </summary>
internal static class MailCheck
{
    /// <summary>
    /// A write that depends on one of this replica that is not here shows lost memory. A new replica lacks its own
    /// creation at first, which it did not accept itself; that alone is no loss.
    /// </summary>
    public static InputVerdict Judge(ReplicaState state, Mail mail)
    {
        bool dependsOnLost = mail.DependsOn[state.Identity.Replica] > state.Log.PreviousOf(state.Identity.Replica);
        return dependsOnLost && state.Standing.IsActive ? HelloCheck.LostMemory(state) : InputVerdict.Sound;
    }
}
