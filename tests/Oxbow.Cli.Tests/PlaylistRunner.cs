using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.InProcess;
using Oxbow.Cli.Lab.Playlist;
using Oxbow.Cli.Tests.Model;

namespace Oxbow.Cli.Tests;

/// <summary>Runs a script and returns the bytes of its output.</summary>
internal static class PlaylistRunner
{
    public static Task<byte[]> RunAsync(PlaylistRunMode mode, byte[] script, CancellationToken cancellation) =>
        mode switch
        {
            PlaylistRunMode.Processes => RunProgramAsync(script, cancellation),
            PlaylistRunMode.InProcess => RunHereAsync(new InProcessCluster(), script, cancellation),
            _ => RunHereAsync(new ModelCluster(mode is PlaylistRunMode.EagerModel), script, cancellation),
        };

    private static async Task<byte[]> RunHereAsync(ILabCluster cluster, byte[] script, CancellationToken cancellation)
    {
        using var output = new MemoryStream();
        using var input = ScriptText.Reader(new MemoryStream(script));
        await using (cluster)
        await using (var writer = ScriptText.Writer(output))
        {
            var report = new LabReport(TextWriter.Null, isTracing: false);
            await PlaylistRun.ExecuteAsync(cluster, input, writer, report, new LabLimits(), cancellation);
        }

        return output.ToArray();
    }

    private static async Task<byte[]> RunProgramAsync(byte[] script, CancellationToken cancellation)
    {
        using var program = OxbowUnderTest.Start("lab");
        var errors = program.StandardError.ReadToEndAsync(cancellation);
        using var output = new MemoryStream();
        var reading = program.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
        await program.StandardInput.BaseStream.WriteAsync(script, cancellation);
        program.StandardInput.Close();
        await reading;
        await program.WaitForExitAsync(cancellation);
        Assert.Equal("", await errors);
        Assert.Equal(0, program.ExitCode);
        return output.ToArray();
    }
}
