namespace Oxbow.Testing.Nodes;

/// <summary>The simulated process ends here, whatever it was doing.</summary>
internal sealed class SimulatedCrashException() : Exception("simulated crash");
