namespace Oxbow.Core.Tests.Naive;

/// <summary>Asserts whose message is made only when it is needed: they are asked millions of times.</summary>
internal static class Must
{
    public static void HoldForAll<T>(IEnumerable<T> values, Func<T, bool> claim, Func<T, string> failure)
    {
        foreach (T value in values)
        {
            if (!claim(value))
            {
                Assert.Fail(failure(value));
            }
        }
    }
}
