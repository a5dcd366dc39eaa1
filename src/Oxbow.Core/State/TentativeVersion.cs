using Oxbow.Core.Identity;

namespace Oxbow.Core.State;

/// <summary>What one tentative write made of one document, on top of what was there before.</summary>
internal sealed class TentativeVersion(TentativeDocument document, WriteId write, TentativeVersion? below)
{
    public TentativeDocument Document { get; } = document;

    public WriteId Write { get; } = write;

    /// <summary>The tentative version that shows again when this one is undone; null when that is the committed one.</summary>
    public TentativeVersion? Below { get; set; } = below;

    /// <summary>The version that a later write made; null for the latest.</summary>
    public TentativeVersion? Above { get; set; }

    /// <summary>Next version that the same write made, of another document.</summary>
    public TentativeVersion? NextOfWrite { get; init; }

    /// <summary>The JSON value; meaningless when deleted.</summary>
    public ReadOnlyMemory<byte> Value { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>The version as a reader sees it; null when the write deleted the document.</summary>
    public DocumentVersion? Shown => IsDeleted ? null : new(Write, CommitNumber.None, Value);
}
