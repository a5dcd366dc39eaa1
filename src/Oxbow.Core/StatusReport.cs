using System.Buffers.Binary;
using System.Security.Cryptography;
using Oxbow.Core.State;
using Oxbow.Core.Messages;

namespace Oxbow.Core;

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
        withDocumentsHash ? HashOf(state.History.State) : default)
    {
        HeldBackCount = heldBackCount,
        CommitsSuspended = state.CommitsSuspended,
        Epoch = state.Log.Epochs.Current,
    };

    /// <summary>SHA-256 over collection name, key and value of every document, each with its length, in order.</summary>
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
