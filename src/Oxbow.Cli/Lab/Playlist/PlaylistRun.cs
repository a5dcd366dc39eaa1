namespace Oxbow.Cli.Lab.Playlist;

/// <summary>A whole script against a cluster.</summary>
internal static class PlaylistRun
{
    /// <summary>Executes the script to its end. The caller ends the cluster.</summary>
    /// <exception cref="LabFailureException">A process ended or does not answer.</exception>
    public static async Task ExecuteAsync(
        ILabCluster cluster,
        TextReader script,
        TextWriter output,
        LabReport report,
        LabLimits limits,
        CancellationToken cancellation)
    {
        var controller = new PlaylistController(cluster, output, report, limits);
        using var lines = ScriptText.Lines(script).GetEnumerator();

        // Reading may wait for a person; an interruption must not wait with it.
        while (await Task.Run(lines.MoveNext, CancellationToken.None).WaitAsync(cancellation))
        {
            await controller.ExecuteLineAsync(lines.Current, cancellation);
        }
    }
}
