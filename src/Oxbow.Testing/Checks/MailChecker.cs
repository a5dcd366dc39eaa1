using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Direct mail carries the sender's own writes, each with exactly what the sender held when it accepted it.</summary>
internal sealed class MailChecker(World world) : Checker
{
    public override string Invariant => "I2";

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is not Mail mail)
        {
            return;
        }

        if (process.Model.Find(mail.Write.Id) is not { } known || !known.Write.Encoded.Span.SequenceEqual(mail.Write.Encoded.Span))
        {
            Fail($"{process.Name} mails {mail.Write}, which it does not hold like this");
            return;
        }

        VersionVector held = HoldingsVector.Of(known.Dependencies, world.Oracle).Vector;
        if (!known.IsAcceptedAgain && !world.Oracle.AreAlike(held, mail.DependsOn))
        {
            Fail($"{process.Name} mails {mail.Write} as depending on {mail.DependsOn} and held {held}");
        }
    }
}
