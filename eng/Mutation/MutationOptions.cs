using System.Globalization;

namespace Oxbow.Mutation;

/// <summary>What a run of the mutation tests is to do.</summary>
/// <param name="Root">The folder of the repository.</param>
/// <param name="Rooms">What to change: projects without the prefix that all have, or folders or files of them.</param>
internal sealed record MutationOptions(string Root, IReadOnlyList<string> Rooms)
{
    public const string Usage =
        """
        usage: eng/mutate ROOM... [--sample N] [--seed N] [--survivors] [--workers N]
          ROOM         a project of src without its prefix, or a folder or file in it: Wire, Core/Log, Core/State/KeyOrder.cs
          --sample N   how many mutants of each ROOM are tested; 0 means all; default 100
          --seed N     which mutants are drawn; default 1
          --survivors  only those that survived the last run
          --workers N  how many mutants are tested at once; default 2
        """;

    /// <summary>How many mutants of each room are tested.</summary>
    public int Sample { get; init; } = 100;

    /// <summary>Which mutants are drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Only what survived the last run.</summary>
    public bool IsOfSurvivors { get; init; }

    /// <summary>How many mutants are tested at once.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Reads the arguments, the folder of the repository first; null when they make no sense.</summary>
    public static MutationOptions? TryRead(string[] arguments)
    {
        List<string> rooms = [];
        MutationOptions options = new(arguments.FirstOrDefault() ?? "", rooms);
        Queue<string> left = new(arguments.Skip(1));
        while (left.TryDequeue(out string? argument))
        {
            if (argument == "--survivors")
            {
                options = options with { IsOfSurvivors = true };
            }
            else if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                rooms.Add(argument);
            }
            else if (!left.TryDequeue(out string? value) || With(options, argument, value) is not { } changed)
            {
                return null;
            }
            else
            {
                options = changed;
            }
        }

        return rooms.Count > 0 ? options : null;
    }

    private static MutationOptions? With(MutationOptions options, string name, string value)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return null;
        }

        return name switch
        {
            "--sample" => options with { Sample = number == 0 ? int.MaxValue : number },
            "--seed" => options with { Seed = number },
            "--workers" when number > 0 => options with { Workers = number },
            _ => null,
        };
    }
}
