using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of the format level.</summary>
internal static class LevelBugs
{
    private const string Execution = "Oxbow.Core/Execution/Executor.cs";
    private const string Log = "Oxbow.Core/Log/History.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("The level is ignored by software that could execute more", BugClass.Level, Execution,
            "if (write.Schema > Level)",
            "if (write.Schema > supportedLevel)"),
        new("A replica below the level hashes what it does not execute", BugClass.Level, Log,
            "        if (!IsBelowLevel)\n        {\n            ExecuteCommit(entry, beginsEpoch);\n        }",
            "        if (!IsBelowLevel)\n        {\n            ExecuteCommit(entry, beginsEpoch);\n        }\n        else\n        {\n            entry.Hash = Hash = Hash.Extend(entry.Write.Hash, Outcome.NotUnderstood, EffectDigest.Nothing);\n        }"),
        new("A replica below the level executes on", BugClass.Level, Execution,
            "public bool IsBelowLevel => Level > supportedLevel;",
            "public bool IsBelowLevel => Level > supportedLevel + 1;"),
        new("A level is raised whatever replicas execute", BugClass.Level, "Oxbow.Core/Membership/LevelRaise.cs",
            "return below.Length == 0",
            "return below.Length >= 0"),
        new("A session reads what is stored and not executed", BugClass.Level, Log,
            "public WriteLog Readable => readable ?? Log;",
            "public WriteLog Readable => readable is null ? Log : Log;"),
    ];
}
