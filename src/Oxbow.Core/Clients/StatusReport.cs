using System.Buffers.Binary;
using System.Security.Cryptography;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.State;

namespace Oxbow.Core.Clients;

/// <summary>Makes the status of a replica.</summary>
internal static class StatusReport
{
    public static ReplicaStatus Make(ReplicaState state, int heldBackCount, bool withDocumentsHash) => new(
        state.Identity,
        state.Standing.Current,
        state.History.Primary,
        state.Log.LastCommitted,
        state.History.Hash,
        state.Log.Tentative.Count,
        state.Log.Count,
        state.Log.Known.ToVersionVector(),
        withDocumentsHash ? HashOf(state.History.Documents(ReadView.Latest)) : default)
    {
        HeldBackCount = heldBackCount,
        AheadCount = state.Clocks.Ahead.Count,
        CommitsSuspended = state.CommitsSuspended,
        Epoch = state.Log.Epochs.Current,
        ExecutedNumber = state.History.ExecutedNumber,
        Level = state.History.Level,
        SupportedLevel = state.Options.SupportedLevel,
        Replicas = [.. state.History.Members.Present.Select(member => Known(state, member.Key, member.Value))],
    };

    /// <summary>Of itself a replica tells what its node says now, whether the others have heard it or not.</summary>
    private static KnownReplica Known(ReplicaState state, ReplicaId replica, Member member) =>
        (replica == state.Identity.Replica ? state.Description : null) is { } own
            ? new(replica, own.NodeName, own.FormatLevel)
            : new(replica, member.Description?.NodeName ?? "", member.Description?.FormatLevel);

    /// <summary>
    /// SHA-256 over collection name, key and value of every document, each with its length, in order.
    /// </summary>
    private static byte[] HashOf(DatabaseState documents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] collection in documents.Collections)
        {
            foreach (StoredDocument document in documents.Walk(collection, KeyRange.All, ReadView.Latest))
            {
                Append(hash, collection);
                Append(hash, document.Key);
                Append(hash, document.Version.Value.Span);
            }
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
