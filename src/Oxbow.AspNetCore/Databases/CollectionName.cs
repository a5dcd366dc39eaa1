using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Databases;

/// <summary>Names that no collection can have, because something else stands at their path.</summary>
internal static class CollectionName
{
    /// <exception cref="ProblemException">The name is one of them.</exception>
    public static void RequireFree(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("writes"u8) || name.SequenceEqual("log"u8) || name.SequenceEqual("status"u8) || name.SequenceEqual("changes"u8))
        {
            throw ProblemException.Invalid("'writes', 'log', 'status' and 'changes' cannot be names of collections: other things stand at these paths.");
        }
    }
}
