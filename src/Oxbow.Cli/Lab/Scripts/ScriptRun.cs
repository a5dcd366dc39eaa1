using System.Diagnostics;

namespace Oxbow.Cli.Lab.Scripts;

/// <summary>A whole script.</summary>
internal static class ScriptRun
{
    /// <summary>Executes the script to its end. The caller ends the cluster.</summary>
    /// <exception cref="LabFailureException">A process ended or does not answer.</exception>
    public static async Task ExecuteAsync(
        IScriptController controller, TextReader script, ScriptStatistics statistics, CancellationToken cancellation)
    {
        using var lines = ScriptText.Lines(script).GetEnumerator();

        // Reading may wait for a person; an interruption must not wait with it.
        while (await Task.Run(lines.MoveNext, CancellationToken.None).WaitAsync(cancellation))
        {
            var line = lines.Current;
            var begin = Stopwatch.GetTimestamp();
            if (await controller.ExecuteLineAsync(line, cancellation))
            {
                statistics.Add(ScriptLine.Words(line)[0], Stopwatch.GetElapsedTime(begin));
            }
        }
    }
}
