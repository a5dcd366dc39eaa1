namespace Oxbow.Cli.Tests;

/// <summary>Against what a script runs.</summary>
public enum ScriptRunMode
{
    /// <summary>The naive model, without any anti-entropy that the script does not ask for.</summary>
    LazyModel,

    /// <summary>The naive model, with anti-entropy after every step.</summary>
    EagerModel,

    /// <summary>Nodes of this process, with data in memory.</summary>
    InProcess,

    /// <summary>The built program, with a process for each server and client.</summary>
    Processes,
}
