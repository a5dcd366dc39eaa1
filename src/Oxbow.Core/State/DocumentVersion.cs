using Oxbow.Core.Identity;

namespace Oxbow.Core.State;

/// <summary>A version of a document that exists: what one write made of it.</summary>
/// <param name="Write">The write that determined the value.</param>
/// <param name="Number">That write's commit number; not given while it is tentative.</param>
/// <param name="Value">The JSON value, UTF-8.</param>
internal readonly record struct DocumentVersion(WriteId Write, CommitNumber Number, ReadOnlyMemory<byte> Value);
