namespace Oxbow.Cli.Lab;

/// <summary>The languages of scripts. Each wants its own kind of database and of session.</summary>
internal enum LabDialect
{
    /// <summary>A database with a primary; sessions keep all four guarantees over all that they did.</summary>
    Playlist,

    /// <summary>A database without a primary; sessions keep read your writes and monotonic reads, each key by itself.</summary>
    KeyValue,
}
