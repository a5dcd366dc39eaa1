using Oxbow.Mutation;

if (MutationOptions.TryRead(args) is not { } options)
{
    Console.Error.WriteLine(MutationOptions.Usage);
    return 1;
}

SortedDictionary<string, Score> scores = new(StringComparer.Ordinal);
foreach (string room in options.Rooms)
{
    string project = room.Split('/')[0];
    MutationRun run = new(ProjectSources.Load(options.Root, project), room[project.Length..].TrimStart('/'), options);
    foreach ((string name, Score score) in run.Run())
    {
        scores[name] = scores.GetValueOrDefault(name) + score;
    }
}

Console.WriteLine();
foreach ((string name, Score score) in scores)
{
    Console.WriteLine($"{name,-20} {score}");
}

Console.WriteLine($"{"together",-20} {scores.Values.Aggregate(default(Score), (sum, score) => sum + score)}");
return 0;
