using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.InProcess;
using Oxbow.Cli.Lab.KeyValue;
using Oxbow.Cli.Lab.Playlist;
using Oxbow.Cli.Lab.Scripts;
using Oxbow.Cli.Tests.KeyValueModel;
using Oxbow.Cli.Tests.Model;

namespace Oxbow.Cli.Tests;

/// <summary>Runs a script and returns the bytes of its output.</summary>
internal static class ScriptRunner
{
    public static Task<byte[]> RunAsync(
        ScriptRunMode mode, LabDialect dialect, byte[] script, CancellationToken cancellation) =>
        mode switch
        {
            ScriptRunMode.Processes => RunProgramAsync(dialect, script, cancellation),
            ScriptRunMode.InProcess => RunHereAsync(new InProcessCluster(dialect), dialect, script, cancellation),
            _ => RunHereAsync(NewModel(dialect, mode is ScriptRunMode.EagerModel), dialect, script, cancellation),
        };

    private static ILabCluster NewModel(LabDialect dialect, bool isEager) =>
        dialect is LabDialect.KeyValue ? new StoreModelCluster(isEager) : new ModelCluster(isEager);

    private static async Task<byte[]> RunHereAsync(
        ILabCluster cluster, LabDialect dialect, byte[] script, CancellationToken cancellation)
    {
        using var output = new MemoryStream();
        using var input = ScriptText.Reader(new MemoryStream(script));
        await using (cluster)
        await using (var writer = ScriptText.Writer(output))
        {
            var report = new LabReport(TextWriter.Null, isTracing: false);
            IScriptController controller = dialect is LabDialect.KeyValue
                ? new KeyValueController(cluster, writer, report, new LabLimits())
                : new PlaylistController(cluster, writer, report, new LabLimits());
            await ScriptRun.ExecuteAsync(controller, input, new ScriptStatistics(), cancellation);
        }

        return output.ToArray();
    }

    private static async Task<byte[]> RunProgramAsync(LabDialect dialect, byte[] script, CancellationToken cancellation)
    {
        using var program = OxbowUnderTest.Start("lab", "--dialect", LabDialectOption.WordFor(dialect));
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
