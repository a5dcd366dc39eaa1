using Oxbow.Cli.Lab.Processes;
using Oxbow.Client;

namespace Oxbow.Cli.Demo;

/// <summary>A replica of the demo.</summary>
/// <param name="Server">Its process, for the operator.</param>
/// <param name="Client">For reads and writes.</param>
internal sealed record DemoReplica(ProcessServer Server, OxbowClient Client)
{
    public string Name => Server.Name;
}
