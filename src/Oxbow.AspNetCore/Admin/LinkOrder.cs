using System.Text.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.Node.Peers;

namespace Oxbow.AspNetCore.Admin;

/// <summary>What an operator wants of a link; what is not said stays as it is.</summary>
/// <param name="IsBlocked">Whether anything may pass; null for no change.</param>
/// <param name="Shape">How the link is made worse; null for no change.</param>
internal sealed record LinkOrder(bool? IsBlocked, LinkShape? Shape)
{
    private const double MaximumMilliseconds = 3_600_000;
    private const double MaximumBytesPerSecond = 1_000_000_000_000;

    private const string Form =
        "Send one or more of 'blocked' (true or false), 'delayMilliseconds', 'jitterMilliseconds', 'loss' (0 to 1) and 'bytesPerSecond' (0 for none of it).";

    /// <summary>Reads <c>{"blocked","delayMilliseconds","jitterMilliseconds","loss","bytesPerSecond"}</c>, at least one of them.</summary>
    /// <exception cref="ProblemException">The body says nothing of a link, or something that cannot be.</exception>
    public static LinkOrder Read(JsonElement? body, LinkShape present)
    {
        LinkOrder order = new(IsBlocked: null, Shape: null);
        foreach (JsonProperty member in body?.EnumerateObject() ?? default)
        {
            LinkShape shape = order.Shape ?? present;
            order = member.Name switch
            {
                "blocked" => order with { IsBlocked = AdminBody.Flag(member) },
                "delayMilliseconds" => order with { Shape = shape with { Delay = Milliseconds(member) } },
                "jitterMilliseconds" => order with { Shape = shape with { Jitter = Milliseconds(member) } },
                "loss" => order with { Shape = shape with { Loss = AdminBody.Number(member, maximum: 1) } },
                "bytesPerSecond" => order with { Shape = shape with { BytesPerSecond = (long)AdminBody.Number(member, MaximumBytesPerSecond) } },
                _ => throw ProblemException.Invalid(Form),
            };
        }

        return order is (null, null) ? throw ProblemException.Invalid(Form) : order;
    }

    private static TimeSpan Milliseconds(JsonProperty member) => TimeSpan.FromMilliseconds(AdminBody.Number(member, MaximumMilliseconds));
}
