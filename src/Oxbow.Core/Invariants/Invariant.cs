using System.Runtime.CompilerServices;

namespace Oxbow.Core.Invariants;

/// <summary>
/// Checks what must hold if Oxbow has no bug. A failure is never bad input or a broken disk: it stops the
/// replica, in production as in tests.
/// </summary>
internal static class Invariant
{
    /// <exception cref="InvariantException">The condition is false.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Holds(bool condition, string claim)
    {
        if (!condition)
        {
            throw new InvariantException(claim);
        }
    }
}
