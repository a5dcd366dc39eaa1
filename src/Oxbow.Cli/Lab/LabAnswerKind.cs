namespace Oxbow.Cli.Lab;

/// <summary>What became of an operation of a client.</summary>
internal enum LabAnswerKind
{
    /// <summary>The write is in the server's log.</summary>
    Done,

    /// <summary>The song's URL was read.</summary>
    Value,

    /// <summary>There is no such song.</summary>
    Absent,

    /// <summary>The server lacks writes of the session; nothing happened.</summary>
    Refused,

    /// <summary>The server does not take such a request (a name beyond the limit, for one); nothing happened.</summary>
    Rejected,

    /// <summary>The server did not answer.</summary>
    Failed,
}
