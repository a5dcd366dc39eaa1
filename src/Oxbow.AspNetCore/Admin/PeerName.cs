using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Node;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Admin;

/// <summary>The peer that an order is about.</summary>
internal static class PeerName
{
    private const int NameSegment = 2;

    /// <exception cref="ProblemException">It is no name of a node, or this node's own.</exception>
    public static string Read(HttpContext context, NodeHost node)
    {
        string name = RequestPath.Segment(context, NameSegment);
        if (name.Length is 0 or > LinkRequest.MaximumNodeNameLength)
        {
            throw ProblemException.Invalid($"A node name has 1 to {LinkRequest.MaximumNodeNameLength} characters.");
        }

        return name != node.Name ? name : throw ProblemException.Invalid($"{name} is this node itself: name another one.");
    }
}
