using System.Text;
using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests;

/// <summary>
/// The corpora: each script of the folders Playlist and KeyValue is derived from one rule of that dialect, its output by hand.
/// </summary>
public sealed class ScriptTests
{
    /// <summary>Every script with its dialect, which its folder is named after.</summary>
    public static TheoryData<string, string> Scripts => [.. Enum.GetNames<LabDialect>().SelectMany(ScriptsOf)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_in_a_model_without_background_exchanges(string dialect, string script) =>
        RunAsync(ScriptRunMode.LazyModel, dialect, script);

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_in_a_model_with_instant_exchanges(string dialect, string script) =>
        RunAsync(ScriptRunMode.EagerModel, dialect, script);

    [Theory]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_with_nodes_of_one_process(string dialect, string script) =>
        RunAsync(ScriptRunMode.InProcess, dialect, script);

    [Theory]
    [Trait("Needs", "serve")]
    [MemberData(nameof(Scripts))]
    public Task Script_gives_its_output_with_real_processes(string dialect, string script) =>
        RunAsync(ScriptRunMode.Processes, dialect, script);

    private static string FolderOf(string dialect) => Path.Combine(AppContext.BaseDirectory, dialect);

    private static IEnumerable<TheoryDataRow<string, string>> ScriptsOf(string dialect) =>
        Directory.EnumerateFiles(FolderOf(dialect), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal).Select(script => new TheoryDataRow<string, string>(dialect, script));

    private static async Task RunAsync(ScriptRunMode mode, string dialect, string script)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var commands = await File.ReadAllBytesAsync(Path.Combine(FolderOf(dialect), $"{script}.txt"), cancellation);
        var expected = await File.ReadAllBytesAsync(Path.Combine(FolderOf(dialect), $"{script}.expected"), cancellation);
        var output = await ScriptRunner.RunAsync(mode, Enum.Parse<LabDialect>(dialect), commands, cancellation);
        Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(output));
    }
}
