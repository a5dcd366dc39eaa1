using Oxbow.Core.Identity;

namespace Oxbow.Core.State;

/// <summary>
/// The documents as they are after a commit number, read-only and synchronous: what an engine outside of the core
/// implements (the shape is that of <c>Storage</c> in etcd's raft).
/// </summary>
internal interface ICommittedDocuments
{
    /// <summary>The last commit whose effect is in the documents.</summary>
    CommitNumber Number { get; }

    /// <summary>Names of the collections that hold or held documents, in order of their bytes.</summary>
    IEnumerable<byte[]> Collections { get; }

    /// <summary>The document; null when there is none.</summary>
    DocumentVersion? Find(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key);

    /// <summary>
    /// The documents of a collection whose keys are not before <paramref name="from"/>, in key order. A commit ends the
    /// walk's validity.
    /// </summary>
    IEnumerable<StoredDocument> From(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> from);
}
