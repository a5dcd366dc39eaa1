using Oxbow.Core.Messages;

namespace Oxbow.Testing.Nodes;

/// <summary>Messages in a few words, for traces.</summary>
internal static class MessageText
{
    public static string Of(PeerMessage message) => message switch
    {
        Hello hello =>
            $"hello of {hello.Identity.Replica} at {hello.CommitNumber} of epoch {hello.Epochs[^1].Epoch} knowing {hello.Known}",
        Batch batch =>
            $"batch {batch.Sequence} of epoch {batch.Epoch}{(batch.EndsRun ? " (ends)" : "")}: {string.Join(", ", batch.Records.Select(record => $"{(record.IsCommitNotice ? "notice" : record.Write!.Kind)} {record.Id}{(record.CommitNumber.IsGiven ? $" = {record.CommitNumber}" : "")}"))}",
        Acknowledgement acknowledgement => $"acknowledgement {acknowledgement.Sequence}",
        Refusal refusal => $"refusal {refusal.Rejection.Code}: {refusal.Rejection.Detail}",
        Mail mail => $"mail {mail.Write}, which depends on {mail.DependsOn}",
        JoinReply reply => $"grants {reply.Identity.Replica}",
        _ => message.GetType().Name,
    };
}
