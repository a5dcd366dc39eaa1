namespace Oxbow.Testing.Exhaustive;

/// <summary>What kind of thing happens to one replica.</summary>
internal enum LocalInputKind
{
    Open,
    Close,
    Hear,
    Write,
    TakeOver,
    Crash,
}
