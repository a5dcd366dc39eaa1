using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Applications;

/// <summary>Has the application check the documents of replicas.</summary>
internal sealed class ApplicationChecks(World world, SimulatedApplication application)
{
    /// <summary>The name under which a broken rule of the application is told.</summary>
    public const string Invariant = "application";

    /// <summary>How often a turn is followed by a check.</summary>
    public const int PerThousand = 100;

    public void CheckNow(SimulatedProcess process) => Check(process, application.CheckAlways);

    public void CheckInTheEnd(SimulatedProcess process)
    {
        Check(process, application.CheckAlways);
        Check(process, application.CheckInTheEnd);
    }

    private void Check(SimulatedProcess process, Action<ReplicaDocuments> check)
    {
        try
        {
            check(new(world, process));
        }
#pragma warning disable CA1031 // Whatever a check throws says that a rule does not hold.
        catch (Exception exception) when (exception is not InvariantBrokenException)
        {
            throw new InvariantBrokenException(Invariant, $"at {process.Name}: {exception.Message}");
        }
#pragma warning restore CA1031
    }
}
