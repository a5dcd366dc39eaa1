namespace Oxbow.Mutation;

/// <summary>What became of a mutant.</summary>
internal enum Fate
{
    /// <summary>All tests passed.</summary>
    Survived,

    /// <summary>A test failed, or the tests broke off.</summary>
    Failed,

    /// <summary>The tests did not come to an end.</summary>
    TimedOut,
}
