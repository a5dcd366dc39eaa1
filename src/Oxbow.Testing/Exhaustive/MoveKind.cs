namespace Oxbow.Testing.Exhaustive;

/// <summary>What kind of step the small world takes.</summary>
internal enum MoveKind
{
    Write,
    TakeOver,
    Dial,
    Deliver,
    Cut,
    Crash,
}
