using FsCheck;
using FsCheck.Fluent;

namespace Oxbow.Core.Tests.Laws;

/// <summary>Runs a property over generated values; a failure names the values and the seed.</summary>
internal static class Law
{
    private static readonly Config Configuration = Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    public static void Holds<T>(Gen<T> values, Action<T> law) =>
        Prop.ForAll(values.ToArbitrary(), law).Check(Configuration);

    /// <summary>Seeds for laws whose values are easier drawn than composed.</summary>
    public static void HoldsForSeeds(Action<Random> law) => Holds(Gen.Choose(0, int.MaxValue), seed => law(new Random(seed)));
}
