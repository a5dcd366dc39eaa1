using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Every write in a message or an answer was accepted by somebody, and what a read shows is what that write wrote.
/// </summary>
internal sealed class InventionChecker : Checker
{
    public override string Invariant => "I15";

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is not Batch batch)
        {
            return;
        }

        foreach (LogRecord record in batch.Records)
        {
            if (process.Model.FindEver(record.Id) is not { } known
                || (record.Write is { } write && !known.Write.Encoded.Span.SequenceEqual(write.Encoded.Span)))
            {
                Fail($"{process.Name} sends {record.Id}, which it does not hold like this");
            }
        }
    }

    public override void Answers(SimulatedProcess process, Reply reply)
    {
        if (reply is DocumentRead { Document: { } document })
        {
            Check(process, document);
        }
        else if (reply is DocumentsRead page)
        {
            foreach (DocumentView view in page.Documents)
            {
                Check(process, view);
            }
        }
    }

    private void Check(SimulatedProcess process, DocumentView document)
    {
        if (process.Model.FindEver(document.Write) is not { } known)
        {
            Fail($"{process.Name} shows a document of {document.Write}, which it does not hold");
            return;
        }

        Update last = default;
        foreach (Update update in known.Write.ReadUpdates())
        {
            last = update.Key.Span.SequenceEqual(document.Key.Span) ? update : last;
        }

        bool isCommittedAlike = !document.CommitNumber.IsGiven || process.Model.IsOrWasAt(document.CommitNumber, known);
        if (last.Kind != UpdateKind.Put || !last.Value.Span.SequenceEqual(document.Value.Span) || !isCommittedAlike)
        {
            Fail($"{process.Name} shows a document that is not what {document.Write} wrote");
        }
    }
}
