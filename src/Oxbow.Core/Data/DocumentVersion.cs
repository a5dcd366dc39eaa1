using Oxbow.Core.Log;

namespace Oxbow.Core.Data;

/// <summary>What one write made of one document, on top of what was there before.</summary>
internal sealed class DocumentVersion(Document document, LogEntry entry, DocumentVersion? below)
{
    public Document Document { get; } = document;

    public LogEntry Entry { get; } = entry;

    /// <summary>The version that shows again when this one is undone; null when there was none.</summary>
    public DocumentVersion? Below { get; set; } = below;

    /// <summary>Next version that the same write made, of another document.</summary>
    public DocumentVersion? NextOfWrite { get; set; }

    /// <summary>The JSON value; meaningless when deleted.</summary>
    public ReadOnlyMemory<byte> Value { get; set; }

    public bool IsDeleted { get; set; }
}
