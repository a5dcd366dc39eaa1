namespace Oxbow.Storage.Segments;

/// <summary>What a frame says. Zero is no kind, so that zeros are never a frame.</summary>
internal enum FrameKind : byte
{
    /// <summary>The blocks of one group: synced together, so valid together or not at all.</summary>
    Group = 1,

    /// <summary>A recovery found everything before this frame valid and durable. No payload.</summary>
    Opened = 2,

    /// <summary>The journal was closed in peace. No payload.</summary>
    Closed = 3,

    /// <summary>The last frame of a segment: the next segment exists. No payload.</summary>
    Rolled = 4,
}
