using Oxbow.Samples.Tests.Processes;

namespace Oxbow.Samples.Tests.Movies;

/// <summary>Clients work while nodes are switched off, overloaded and on again; none of them notices.</summary>
[Collection(typeof(MovieCollection))]
public sealed class SwitchedNodesTests(MovieService service)
{
    private const int Clients = 3;
    private const int RoundsAtLeast = 20;
    private const int Newcomer = 9999;

    /// <summary>The movies that are rated here, which no other test asks about.</summary>
    private const int FirstMovie = 300;

    private volatile bool isOver;

    [Fact]
    public async Task Nothing_fails_while_nodes_are_switched()
    {
        Task<int>[] clients = [.. Enumerable.Range(0, Clients).Select(WorkAsync)];
        await using SampleProcess operation = service.Prompt();
        foreach (string node in new[] { "paris", "oslo", "rome" })
        {
            foreach (string state in new[] { "overloaded", "offline" })
            {
                Assert.Contains(await SwitchAsync(operation, node, state), line => line.StartsWith($"{node}\t{state}\t", StringComparison.Ordinal));
                (await service.RunAsync("rate", $"{FirstMovie + Clients}", "5", "--user", $"{Newcomer}")).Required();
            }

            Assert.All(await SwitchAsync(operation, node, "auto"), line => Assert.Contains("\tactive\t", line, StringComparison.Ordinal));
        }

        isOver = true;
        Assert.All(await Task.WhenAll(clients), rounds => Assert.InRange(rounds, RoundsAtLeast, int.MaxValue));
        (await operation.EndAsync(service.Patience)).Required();
    }

    /// <summary>Rates a movie of its own again and again, and reads the rating back each time; gives how often.</summary>
    private async Task<int> WorkAsync(int client)
    {
        await using SampleProcess prompt = service.Prompt();
        int rounds = 0;
        for (; !isOver || rounds < RoundsAtLeast; rounds++)
        {
            string stars = $"{1 + (rounds % 5)}";
            await prompt.SayAsync($"rate {FirstMovie + client} {stars} --user {Newcomer}");
            Assert.Contains($": {stars} stars, ", await prompt.HearAsync(service.Patience), StringComparison.Ordinal);
            await prompt.SayAsync("search title zebra");
            Assert.Equal("0 movies", await prompt.HearAsync(service.Patience));
            await prompt.SayAsync($"ratings {FirstMovie + client}");
            int ratings = service.Files.Ratings.Count(rating => rating.Movie == FirstMovie + client) + 1;
            List<string> read = [];
            while (read.Count < ratings)
            {
                read.Add(await prompt.HearAsync(service.Patience));
            }

            Assert.Contains(read, line => line.StartsWith($"{Newcomer}\t{stars}.0\t", StringComparison.Ordinal));
        }

        (await prompt.EndAsync(service.Patience)).Required();
        return rounds;
    }

    /// <summary>Sets how a node stands; gives how all three stand then.</summary>
    private async Task<string[]> SwitchAsync(SampleProcess operation, string node, string state)
    {
        await operation.SayAsync($"status set {node} {state}");
        await operation.SayAsync("status");
        return [await operation.HearAsync(service.Patience), await operation.HearAsync(service.Patience), await operation.HearAsync(service.Patience)];
    }
}
