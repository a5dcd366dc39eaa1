using System.Text;
using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests;

/// <summary>
/// The corpus: each script of the folder KeyValue is derived from one rule of the kv dialect, its output by hand.
/// </summary>
public sealed class KeyValueTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "KeyValue");

    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_in_a_model_without_background_exchanges(string script) =>
        RunAsync(ScriptRunMode.LazyModel, script);

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_in_a_model_with_instant_exchanges(string script) =>
        RunAsync(ScriptRunMode.EagerModel, script);

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_with_nodes_of_one_process(string script) =>
        RunAsync(ScriptRunMode.InProcess, script);

    [Theory]
    [Trait("Needs", "serve")]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_with_real_processes(string script) =>
        RunAsync(ScriptRunMode.Processes, script);

    private static async Task RunAsync(ScriptRunMode mode, string script)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var commands = await File.ReadAllBytesAsync(Path.Combine(Folder, $"{script}.txt"), cancellation);
        var expected = await File.ReadAllBytesAsync(Path.Combine(Folder, $"{script}.expected"), cancellation);
        var output = await ScriptRunner.RunAsync(mode, LabDialect.KeyValue, commands, cancellation);
        Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(output));
    }
}
