namespace Oxbow.Cli.Serving;

/// <summary>Waits for the end of standard input, which comes when the parent closes it or ends, however it ends.</summary>
internal static class InputEnd
{
    public static Task WaitAsync()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: a read of standard input cannot be cancelled.
        new Thread(() => Read(ended)) { IsBackground = true, Name = "standard input" }.Start();
        return ended.Task;
    }

    private static void Read(TaskCompletionSource ended)
    {
        try
        {
            using Stream input = Console.OpenStandardInput();
            byte[] ignored = new byte[256];
            while (input.Read(ignored) > 0)
            {
                // What is said there is for nobody.
            }
        }
        catch (IOException)
        {
            // An input that cannot be read has ended.
        }

        ended.TrySetResult();
    }
}
