namespace Oxbow.Mutation;

/// <summary>Tests mutants of one project, several at once, and prints those that no test notices.</summary>
internal sealed class MutationRun
{
    private readonly ProjectSources sources;
    private readonly MutationOptions options;
    private readonly IEnumerator<(Mutant Mutant, byte[] Assembly)> mutants;
    private readonly Lock gate = new();
    private readonly List<string> survivors = [];
    private readonly SortedDictionary<string, Score> scores = new(StringComparer.Ordinal);

    /// <param name="sources">The project.</param>
    /// <param name="path">The room, or the beginning of the path of a file; empty for the whole project.</param>
    /// <param name="options">What is to be done.</param>
    public MutationRun(ProjectSources sources, string path, MutationOptions options)
    {
        this.sources = sources;
        this.options = options;
        mutants = Draw(path).Take(options.Sample).GetEnumerator();
    }

    private string SurvivorsFile => Path.Combine(sources.Folder, "survivors.txt");

    /// <summary>Tests the mutants that were asked for; gives the score of each room.</summary>
    public IReadOnlyDictionary<string, Score> Run()
    {
        Thread[] workers = [.. Enumerable.Range(1, options.Workers).Select(number => new Thread(() => Work(number)))];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        File.WriteAllLines(SurvivorsFile, survivors.Order(StringComparer.Ordinal));
        return scores;
    }

    /// <summary>The mutants in the order that the seed draws.</summary>
    private IEnumerable<(Mutant Mutant, byte[] Assembly)> Draw(string path)
    {
        Mutant[] all = [.. sources.FindMutants(path)];
        if (options.IsOfSurvivors)
        {
            HashSet<string> known = [.. File.Exists(SurvivorsFile) ? File.ReadAllLines(SurvivorsFile) : []];
            all = [.. all.Where(mutant => known.Contains(sources.Describe(mutant)))];
        }

        Console.WriteLine($"{sources.AssemblyName}: {all.Length} possible changes, of which some do not compile");
        new Random(options.Seed).Shuffle(all);
        return all
            .Select(mutant => (Mutant: mutant, Assembly: sources.Compile(mutant)!))
            .Where(pair => pair.Assembly is not null);
    }

    private void Work(int number)
    {
        TestBench[] benches =
            [.. TestProgram.Of(sources.Name).Select(program => new TestBench(sources, program, $"worker-{number}"))];
        foreach (TestBench bench in benches)
        {
            bench.Measure(sources.Original);
        }

        while (Next() is { } next)
        {
            Fate fate = Fate.Survived;
            for (int bench = 0; bench < benches.Length && fate == Fate.Survived; bench++)
            {
                fate = benches[bench].Test(next.Assembly);
            }

            Note(next.Mutant, fate);
        }
    }

    private (Mutant Mutant, byte[] Assembly)? Next()
    {
        lock (gate)
        {
            return mutants.MoveNext() ? mutants.Current : null;
        }
    }

    private void Note(Mutant mutant, Fate fate)
    {
        lock (gate)
        {
            string room = sources.RoomOf(mutant);
            string text = sources.Describe(mutant);
            scores[room] = scores.GetValueOrDefault(room).With(fate);
            if (fate == Fate.Survived)
            {
                survivors.Add(text);
            }

            if (fate != Fate.Failed)
            {
                Console.WriteLine($"{(fate == Fate.Survived ? "survived" : "too long"),-9} {text}");
            }
        }
    }
}
