using Oxbow.AspNetCore.Problems;
using Oxbow.Node.States;

namespace Oxbow.AspNetCore.States;

/// <summary>The states of a node as words.</summary>
internal static class StateText
{
    private const string Automatic = "auto";

    public static string Of(NodeState state) => state switch
    {
        NodeState.Active => "active",
        NodeState.Overloaded => "overloaded",
        NodeState.Offline => "offline",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    /// <summary>The state that a word orders; null to leave it to the load.</summary>
    /// <exception cref="ProblemException">There is no such state.</exception>
    public static NodeState? Read(string? word) => word switch
    {
        Automatic => null,
        "active" => NodeState.Active,
        "overloaded" => NodeState.Overloaded,
        "offline" => NodeState.Offline,
        _ => throw ProblemException.Invalid("""Send {"state":"active"}, "overloaded", "offline" or "auto"."""),
    };
}
