using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Tests.Scenarios.Commands;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Scenarios;

/// <summary>
/// A golden conversation: a text file of commands, each followed by what came of it. Running it gives the same text with
/// the output as it is now. A line that starts with '&gt;' is a command, one with '#' a remark, everything else output.
/// </summary>
internal sealed class Scenario
{
    private static readonly Dictionary<string, IScenarioCommand> Commands = typeof(Scenario).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IScenarioCommand)) && !type.IsInterface)
        .Select(type => (IScenarioCommand)Activator.CreateInstance(type)!)
        .ToDictionary(command => command.Name);

    private readonly StringBuilder text = new();
    private readonly Dictionary<Peer, int> eventsTold = [];
    private readonly Dictionary<string, Link> links = [];

    public Cluster Cluster { get; } = new(new ReplicaOptions { BatchBytes = 1024 });

    public Names Names { get; } = new();

    /// <summary>Copies of disks by the name of their replica.</summary>
    public Dictionary<Peer, Disk> Backups { get; } = [];

    public static string Run(string script)
    {
        Scenario scenario = new();
        foreach (string line in script.Split('\n'))
        {
            scenario.Take(line);
        }

        return scenario.text.ToString().TrimEnd('\n') + '\n';
    }

    /// <summary>Writes a line of output.</summary>
    public void Say(string line) => text.Append(line).Append('\n');

    /// <summary>Links are named by their ends: A-B, where A dialed.</summary>
    public void Add(Link link) => links[$"{link.Dialer.Name}-{link.Listener.Name}"] = link;

    public Link LinkOf(string name) => links.TryGetValue(name, out Link? link) ? link : throw new ArgumentException($"There is no link {name}.", nameof(name));

    /// <summary>Gives names to what the replicas have accepted since the last time.</summary>
    public void Learn()
    {
        foreach (Peer peer in Cluster.Peers)
        {
            Names.Learn(peer);
        }
    }

    /// <summary>Submits a write and says what became of it.</summary>
    public void SayAnswer(Peer peer, Update[] updates)
    {
        SayAnswer(peer.Ask<Reply>(id => new SubmitWrite(id, updates, null)));
    }

    /// <summary>Says what became of a write.</summary>
    public void SayAnswer(Reply reply)
    {
        Learn();
        Say(reply is WriteAccepted accepted
            ? $"accepted {Names.Of(accepted.Fate.Write)}{(accepted.Fate.CommitNumber.IsGiven ? $" is {accepted.Fate.CommitNumber}" : ", tentative")}"
            : $"rejected: {((Rejected)reply).Rejection.Code}");
    }

    /// <summary>Says what the replicas reported since the last time.</summary>
    public void SayEvents()
    {
        foreach (Peer peer in Cluster.Peers)
        {
            foreach (ReplicaEvent news in peer.Events.Skip(eventsTold.GetValueOrDefault(peer)))
            {
                Say($"  {peer.Name}: {Describe(news)}");
            }

            eventsTold[peer] = peer.Events.Count;
        }
    }

    /// <summary>Delivers one message and says what it was and what it caused.</summary>
    public void Deliver(Link link, bool toListener)
    {
        Learn();
        string way = toListener ? $"{link.Dialer.Name} -> {link.Listener.Name}" : $"{link.Listener.Name} -> {link.Dialer.Name}";
        Say($"{way}  {Describe(toListener ? link.ToListener.Peek() : link.ToDialer.Peek())}");
        _ = toListener ? link.DeliverToListener() : link.DeliverToDialer();
        SayEvents();
    }

    public void Run(Link link)
    {
        while (!link.IsQuiet)
        {
            Deliver(link, toListener: link.ToListener.Count > 0);
        }
    }

    private void Take(string line)
    {
        if (line.StartsWith('#') || (line.Length == 0 && text.Length > 0 && !text.ToString().EndsWith("\n\n", StringComparison.Ordinal)))
        {
            Say(line);
        }
        else if (line.StartsWith("> ", StringComparison.Ordinal))
        {
            Say(line);
            string[] words = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Cluster.Pass(TimeSpan.FromSeconds(1));
            Learn();
            Commands[words[0]].Run(this, words[1..]);
            SayEvents();
        }
    }

    /// <summary>Loses the oldest message for one end.</summary>
    public void Drop(Link link, bool toListener)
    {
        Learn();
        Say($"lost: {Describe((toListener ? link.ToListener : link.ToDialer).Dequeue())}");
    }

    private string Describe(PeerMessage message) => message switch
    {
        Hello hello => $"hello: holds {Names.Of(hello.Known)}, committed {hello.CommitNumber}{(hello.ExecutedNumber < hello.CommitNumber ? $", executed {hello.ExecutedNumber}" : "")}",
        Batch { Records.Count: 0 } batch => $"batch {batch.Sequence}: nothing{EndOf(batch)}",
        Batch batch => $"batch {batch.Sequence}: {string.Join(", ", batch.Records.Select(Names.Of))}{EndOf(batch)}",
        Acknowledgement acknowledgement => $"acknowledges {acknowledgement.Sequence}",
        Mail mail => $"mail: {Names.Of(mail.Write)}, depends on {Names.Of(mail.DependsOn)}",
        Refusal refusal => $"refuses: {refusal.Rejection.Code}",
        _ => message.GetType().Name,
    };

    private static string EndOf(Batch batch) => batch.EndsRun ? ", end of run" : "";

    private string Describe(ReplicaEvent news) => news switch
    {
        RunsEnded ended => $"runs ended, sent {ended.Sent}, received {ended.Received}",
        RetirementHandoverEnded => "retirement handover ended, leaves",
        LinkDone { Rejection: null } => "done with the link",
        LinkDone done => $"done with the link: {done.Rejection!.Code}",
        WriteHeldBack held => $"holds {Names.Of(held.Write)} back for {string.Join(' ', held.Missing.Select(entry => Names.Of(new WriteId(entry.Replica, entry.Stamp))))}",
        WriteReleased released => $"releases {Names.Of(released.Write)} after {released.HeldFor.TotalSeconds} s",
        Alarm alarm => $"alarm: {alarm.Rejection.Code}",
        _ => news.GetType().Name,
    };
}
