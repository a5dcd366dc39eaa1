using Oxbow.Samples.Tests.Processes;

namespace Oxbow.Samples.Tests.Movies;

/// <summary>Three replicas and a gateway as programs of their own, with a data set loaded through the gateway.</summary>
public sealed class MovieService : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("oxbow-movies-");
    private readonly CancellationTokenSource patience = new(TimeSpan.FromMinutes(3));
    private SampleProcess? replicas;
    private SampleProcess? gateway;

    /// <summary>Ends whoever waits in vain.</summary>
    public CancellationToken Patience => patience.Token;

    internal MovieFiles Files { get; private set; } = null!;

    internal SampleResult Loaded { get; private set; } = null!;

    private string Gateway { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        replicas = SampleProcess.Start("movies", "serve", "--port", "0", "--data", Path.Combine(folder.FullName, "replicas"));
        string first = (await replicas.HearAsync(Patience)).Split('\t')[1];
        _ = await replicas.HearAsync(Patience);
        _ = await replicas.HearAsync(Patience);
        gateway = SampleProcess.Start("oxbow", "gateway", "--node", first, "--listen", "127.0.0.1:0", "--until-stdin-closes");
        Gateway = await gateway.HearAsync(Patience);

        string data = Path.Combine(folder.FullName, "data");
        (await SampleProcess.RunAsync("movies", ["generate", "--movies", "500", "--ratings", "5000", "--to", data], Patience)).Required();
        Files = MovieFiles.Read(data);
        Loaded = await RunAsync("load", data);
        while (!IsSettled((await RunAsync("status")).Required()))
        {
            Patience.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SampleProcess process in new[] { gateway, replicas }.OfType<SampleProcess>())
        {
            await process.DisposeAsync();
        }

        folder.Delete(recursive: true);
        patience.Dispose();
    }

    /// <summary>Whether all replicas have committed the same.</summary>
    private static bool IsSettled(IReadOnlyList<string> status)
    {
        string[] committed = [.. status.Select(line => line.Split('\t')[2]).Distinct()];
        return committed.Length is 1 && status.All(line => line.Contains("\t0 tentative", StringComparison.Ordinal));
    }

    /// <summary>A folder of its own for a test.</summary>
    internal string NewFolder() => folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    /// <summary>Runs one command against the gateway.</summary>
    internal Task<SampleResult> RunAsync(params IEnumerable<string> arguments) =>
        SampleProcess.RunAsync("movies", [.. arguments, .. arguments.Contains("--gateway") ? [] : new[] { "--gateway", Gateway }], Patience);

    /// <summary>A prompt for many commands, in one session.</summary>
    internal SampleProcess Prompt() => SampleProcess.Start("movies", "prompt", "--gateway", Gateway);
}
