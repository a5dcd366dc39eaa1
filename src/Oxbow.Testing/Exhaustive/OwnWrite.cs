namespace Oxbow.Testing.Exhaustive;

/// <summary>A write that a replica has accepted.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Causes">Numbers of the writes that the replica held just before, growing.</param>
internal sealed record OwnWrite(int Number, int[] Causes);
