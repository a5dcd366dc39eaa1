namespace Oxbow.Cli.Lab.Scripts;

/// <summary>Executes the commands of a script in one dialect.</summary>
internal interface IScriptController
{
    /// <summary>Executes one line. On return its effect and its output are complete.</summary>
    /// <returns>False when the line is no command and was ignored.</returns>
    /// <exception cref="LabFailureException">A process ended or does not answer.</exception>
    Task<bool> ExecuteLineAsync(string line, CancellationToken cancellation);
}
