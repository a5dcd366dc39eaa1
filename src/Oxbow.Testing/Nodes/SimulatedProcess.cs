using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Node.Loop;
using Oxbow.Storage;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;
using Oxbow.Testing.Clocks;
using Oxbow.Testing.Disks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Model;
using Oxbow.Testing.Reporting;
using Oxbow.Wire.Peers;

namespace Oxbow.Testing.Nodes;

/// <summary>One process with one replica: the real loop over the real journal, on a simulated disk and clock.</summary>
internal sealed class SimulatedProcess : INodeOutput
{
    private readonly World world;
    private readonly UnsyncedRecords unsynced = new();
    private readonly List<Input> inputs = [];

    /// <summary>Links that have ended, of which the replica learns with its next turn.</summary>
    private readonly Dictionary<long, LinkEnd> endsToClose = [];
    private Replica? replica;
    private NodeLoop? loop;
    private ReplicaJournal? journal;
    private RequestId statusRequest;
    private int callsUntilCrash;
    private int recordsBefore;
    private bool isStatusOld;

    public SimulatedProcess(World world, string name)
    {
        this.world = world;
        Name = name;
        Clock = new(world.Time);
        Model = NewModel();
        Waiting = new(world, name);
        SupportedLevel = world.Plan.DrawLevel();
    }

    public string Name { get; }

    public ProcessState State { get; private set; }

    public SimulatedDisk Disk { get; private set; } = new();

    public SimulatedClock Clock { get; }

    public ReplicaModel Model { get; private set; }

    public List<Input> Mail { get; } = [];

    /// <summary>Requests that its replica has taken and not answered yet.</summary>
    public WaitingClients Waiting { get; }

    /// <summary>Whether there is something to do in a turn.</summary>
    public bool HasWork => Mail.Count > 0 || replica is { HasWaitingRequests: true };

    public SortedDictionary<long, LinkEnd> Ends { get; } = [];

    /// <summary>What the replica held before the present turn.</summary>
    public Holdings HeldBefore { get; private set; } = new();

    /// <summary>What documents showed before the present turn.</summary>
    public Holdings ReadableBefore { get; private set; } = new();

    /// <summary>Before the present turn its software was below the format level.</summary>
    public bool WasBelowLevel { get; private set; }

    /// <summary>What the present turn takes, in order.</summary>
    public IReadOnlyList<Input> Inputs => inputs;

    /// <summary>The last commit that was executed before the present turn.</summary>
    public CommitNumber ExecutedBefore { get; private set; }

    /// <summary>The highest format level that its software executes. Who changes it starts it again.</summary>
    public int SupportedLevel
    {
        get;
        set
        {
            field = value;
            Model.SupportedLevel = value;
        }
    } = 1;

    /// <summary>The settings of its replica.</summary>
    public ReplicaOptions Options => world.Plan.Replica with { SupportedLevel = SupportedLevel };

    /// <summary>
    /// What it says of itself when it joins and starts; null in a run where all software is of one level.
    /// </summary>
    public ReplicaDescription? Description => world.Plan.HasLevels ? new(Name, default, SupportedLevel) : null;

    public Commit CommittedBefore { get; private set; } = Commit.Root(TimeSpan.Zero);

    /// <summary>The present turn has brought no record.</summary>
    public bool HasNothingNew => Model.Records.Count == recordsBefore;

    /// <summary>Who the replica was before the present turn, which may give it a new id.</summary>
    public ReplicaIdentity? IdentityBefore { get; private set; }

    /// <summary>The status as of the last turn.</summary>
    public ReplicaStatus? Status { get; private set; }

    /// <summary>The last answer to a question of the checkers.</summary>
    public Reply? Answer { get; private set; }

    public bool IsActive => State == ProcessState.Running && Status?.Standing == Standing.Active;

    public bool HasUnsynced => !unsynced.IsEmpty;

    /// <summary>An older copy of the disk, with what it held.</summary>
    public DiskCopy? Backup { get; private set; }

    public bool HasLeft => State == ProcessState.Left;

    /// <summary>The operator wants it to retire; tried until it has.</summary>
    public bool IsToRetire { get; set; }

    /// <summary>A peer holds everything that this retiring replica had.</summary>
    public bool HasHandedOver { get; private set; }

    /// <summary>Whether it asks for an id at this moment, or has one that it does not know yet.</summary>
    public bool IsJoining => Ends.Values.Any(end => end.IsProgram) || Mail.Exists(input => input is IdentityGranted);

    /// <summary>Becomes a replica of its own; the first effects make its identity durable.</summary>
    public void Create(ReplicaIdentity identity)
    {
        if (Start() && State == ProcessState.Unborn)
        {
            Run(Replica.Create(identity, Options));
        }
    }

    /// <summary>Starts from what the disk holds.</summary>
    /// <param name="crashAtCall">The disk call at which the start is killed; zero: none.</param>
    public void Boot(int crashAtCall = 0)
    {
        callsUntilCrash = crashAtCall;
        if (Start() && State == ProcessState.Running)
        {
            callsUntilCrash = 0;
        }
    }

    /// <summary>
    /// Runs a turn with all mail that the replica may take now, and asks for the status at its end.
    /// </summary>
    /// <param name="crashAtCall">
    /// How many disk calls, sends and answers happen before the process is killed; zero: it is not.
    /// </param>
    public void Turn(int crashAtCall = 0)
    {
        callsUntilCrash = crashAtCall;
        isStatusOld = false;
        inputs.Clear();
        inputs.AddRange(Mail.Where(replica!.Admits));
        Mail.RemoveAll(replica.Admits);
        Waiting.Add(inputs);
        if (inputs.Count > 1)
        {
            world.Counters.Note(Branch.SeveralInputsInOneTurn);
        }

        statusRequest = world.NextRequest();
        inputs.Add(new ReadStatus(statusRequest, WithDocumentsHash: false));
        HeldBefore = Model.Held.Copy();
        CommittedBefore = Model.Tip;
        ReadableBefore = Model.Readable.Copy();
        WasBelowLevel = Model.IsBelowLevel;
        ExecutedBefore = Model.ExecutedTip.Number;
        recordsBefore = Model.Records.Count;
        IdentityBefore = Model.Identity;
        Model.Seen.Now = Clock.GetUtcNow();
        Model.Shown = Waiting.ShownStamps;
        Model.BeginTurn();
        TellWhatIsHeard();
        try
        {
            loop!.Turn(inputs);
            TakeStatus();
            callsUntilCrash = 0;
        }
        catch (Exception exception) when (IsSimulated(exception))
        {
            Die(exception is SimulatedCrashException or { InnerException: SimulatedCrashException } ? "killed" : "disk");
        }
    }

    /// <summary>
    /// After all inputs what was held back is released, what left the log is made again, and who waited is answered:
    /// the status is asked for again then.
    /// </summary>
    private void TakeStatus()
    {
        bool hasRemade = Model.Records.Skip(recordsBefore).Any(
            record => record.Write is { Original: not null } write && write.Id.Origin == Model.Identity!.Replica);
        bool isStale = isStatusOld || hasRemade || Model.HasWithdrawn;
        while (isStale)
        {
            int recordCount = Model.Records.Count;
            isStatusOld = false;
            loop!.Turn([new ReadStatus(statusRequest, WithDocumentsHash: false)]);
            isStale = isStatusOld || Model.Records.Count > recordCount;
        }

        Waiting.EndTurn(replica!.HasWaitingRequests, Status!);
        world.Checkers.Shows(Model, Status!);
        world.Trace.Mix((long)Status!.Hash.Low ^ Status.WriteCount);
    }

    /// <summary>
    /// Asks the replica something that the schedule knows nothing of, and gives it nothing else until it has answered.
    /// </summary>
    public Reply Ask(ClientRequest request)
    {
        AnswerAll();
        List<Input> waiting = [.. Mail];
        Mail.Clear();
        Mail.Add(request);
        Answer = null;
        Turn();
        AnswerAll();
        Mail.InsertRange(0, waiting);
        return Answer ?? throw new InvalidOperationException($"{Name} did not answer {request}.");
    }

    /// <summary>
    /// Takes turns until nobody waits for an answer. False when that ended the process, whose disk failed.
    /// </summary>
    public bool AnswerAll()
    {
        while (replica is { HasWaitingRequests: true })
        {
            Turn();
        }

        return State == ProcessState.Running;
    }

    /// <summary>The answer to a question for an id.</summary>
    public void HearAnswer(PeerMessage message)
    {
        if (message is JoinReply reply && State == ProcessState.Unborn)
        {
            Create(reply.Identity with { Announced = Description });
        }
        else if (message is JoinReply renewed && Status?.Standing == Standing.Quarantined)
        {
            world.Counters.Note(Branch.IdentityRenewed);
            Mail.Add(new IdentityGranted(renewed.Identity with { Announced = Description }));
        }
    }

    public void Pause() => State = ProcessState.Paused;

    public void Resume() => State = ProcessState.Running;

    /// <summary>Ends in order.</summary>
    public void Stop()
    {
        journal!.Dispose();
        Die("stopped");
    }

    /// <summary>Ends at once. The links break, after a part of what was sent has arrived.</summary>
    public void Die(string how)
    {
        callsUntilCrash = 0;
        loop = null;
        replica = null;
        Waiting.Forget();
        Status = null;
        HasHandedOver = false;
        Mail.Clear();
        State = Model.Identity is null && unsynced.IsEmpty ? ProcessState.Unborn : ProcessState.Down;
        world.Trace.Say(Name, "down", $"{how}");
        foreach (LinkEnd end in Ends.Values)
        {
            end.IsDead = true;
            end.Incoming.Clear();
            int kept = world.Plan.Network.Below(end.Other.Incoming.Count + 1);
            while (end.Other.Incoming.Count > kept)
            {
                end.Other.Incoming.RemoveLast();
            }

            end.HasEnded = true;
            end.Other.Incoming.AddLast((byte[]?)null);
        }

        Ends.Clear();
        endsToClose.Clear();
    }

    /// <summary>A link has ended at this end.</summary>
    public void Close(LinkEnd end)
    {
        if (Ends.Remove(end.Id.Value) && !end.IsProgram && State is ProcessState.Running or ProcessState.Paused)
        {
            endsToClose.Add(end.Id.Value, end);
            Mail.Add(new LinkClosed(end.Id));
        }
    }

    public void CutPower()
    {
        if (State is ProcessState.Running or ProcessState.Paused)
        {
            Die("power cut");
        }

        Disk.CutPower(world.Plan.Disks.Below(3) == 0 ? null : world.Plan.Disks.Below);
    }

    /// <summary>Loses its disk and everything on it.</summary>
    public void Wipe()
    {
        world.Oracle.IsDiskLost = true;
        Disk = new();
        Backup = null;
        unsynced.Clear();
        Model = NewModel();
        State = ProcessState.Unborn;
    }

    public void BackUp() => Backup = new(Disk.CopyDurable(), [.. Model.Records], Model.GroupEnds, Model.Identity);

    /// <summary>Gets the content of an older copy, its own or another one's.</summary>
    public void Restore(DiskCopy copy)
    {
        Disk = SimulatedDisk.Of(copy.Files);
        unsynced.Clear();
        Model = NewModel();
        Model.TakeCopy(copy);
        State = copy.Identity is null ? ProcessState.Unborn : ProcessState.Down;
    }

    public void Leave()
    {
        journal!.Dispose();
        Die("left");
        State = ProcessState.Left;
    }

    void INodeOutput.Send(LinkId link, PeerMessage message)
    {
        CountCall();
        if (!Ends.TryGetValue(link.Value, out LinkEnd? end) || end.HasEnded)
        {
            return;
        }

        world.Checkers.Sends(this, end, message);
        ReadOnlyMemory<byte> payload = PeerCodec.Encode(message);
        world.Trace.Mix(payload.Span);
        world.Trace.Say(Name, "send", $"link {link.Value} to {end.Other.Process.Name}: {MessageText.Of(message)}");
        end.Other.Incoming.AddLast(FrameBytes.Of(payload.Span));
    }

    void INodeOutput.Answer(Reply reply)
    {
        if (reply is StatusRead status && status.Id == statusRequest)
        {
            Status = status.Status;
            isStatusOld = false;
            return;
        }

        CountCall();
        Waiting.Remove(reply);
        Answer = reply;
        isStatusOld |= reply is WriteAccepted or LevelRaised or Rejected;
        world.Checkers.Answers(this, reply);
        world.Answered(this, reply);
    }

    void INodeOutput.Report(ReplicaEvent news)
    {
        CountCall();
        Ends.TryGetValue(EventLinks.Of(news)?.Value ?? 0, out LinkEnd? end);
        world.Trace.Say(Name, "news", $"{news}");
        world.Checkers.Reports(this, end, news);
        HasHandedOver |= news is RetirementHandoverEnded;
        isStatusOld |= news is WriteReleased;
        if (news is LinkDone && end is { HasEnded: false })
        {
            end.HasEnded = true;
            end.Other.Incoming.AddLast((byte[]?)null);
        }
    }

    private static bool IsSimulated(Exception exception) => exception is SimulatedCrashException
        || (exception is JournalFailedException { InnerException: IOException or SimulatedCrashException });

    private ReplicaModel NewModel() => new(world.Oracle, world.Checkers, Name)
    {
        Seen = new(world.Oracle) { MaximumAhead = world.Plan.Replica.MaximumClockAhead },
        SupportedLevel = SupportedLevel,
        Noted = world.Counters.Note,
    };

    /// <summary>Opens the journal and, when it holds a replica, runs it. False when the start failed.</summary>
    private bool Start()
    {
        try
        {
            Disk.BeforeCall = CountCall;
            Disk.AtNameSync = Kill;
            FileJournal blocks = FileJournal.Open(Disk.Mount(), world.Plan.Journal);
            journal = new(new WatchedJournal(blocks, unsynced, Model), world.Plan.JournalBlockBytes);
            RecoveredReplica? recovered = journal.Recover();
            Recovery.Compare(world, this, recovered, unsynced);
            unsynced.Clear();
            State = recovered is null ? ProcessState.Unborn : ProcessState.Running;
            if (recovered is not null)
            {
                world.Counters.Note(Branch.Recovered);
                Model.Seen.Restart();
                Run(Replica.Recover(recovered.Identity, recovered.Records, Options, recovered.HasCutTail));
                if (Status?.Standing == Standing.Retiring)
                {
                    world.Counters.Note(Branch.RetiringAfterRestart);
                }
            }

            return true;
        }
        catch (Exception exception) when (IsSimulated(exception))
        {
            Die("while starting");
        }
        catch (Exception exception)
            when (exception is JournalDamagedException or JournalVersionException && Disk.IsSpoiled)
        {
            world.Counters.Note(Branch.DamageRefused);
            world.Trace.Say(Name, "damaged", $"{exception.Message}");
            Die("damaged");
            State = ProcessState.Damaged;
        }
        catch (Exception exception)
            when (exception is JournalDamagedException or JournalVersionException or JournalContentException)
        {
            throw new InvariantBrokenException("I28", $"{Name} does not start from a sound disk: {exception.Message}");
        }

        return false;
    }

    private void Run(Replica replica)
    {
        this.replica = replica;
        loop = new(replica, journal!, this, Clock);
        State = ProcessState.Running;
        if (Description is { } description)
        {
            Mail.Add(new Announce(description));
        }

        Turn(callsUntilCrash);
    }

    private void Kill()
    {
        world.Counters.Note(FaultKind.CrashAtNameSync);
        throw new SimulatedCrashException();
    }

    /// <summary>What comes in one turn with the end of its link is heard all the same, since it comes first.</summary>
    private void TellWhatIsHeard()
    {
        foreach (Input input in inputs)
        {
            if (input is LinkClosed closed)
            {
                endsToClose.Remove(closed.Link.Value);
            }
            else if (input is PeerSaid said
                && (Ends.TryGetValue(said.Link.Value, out LinkEnd? end) || endsToClose.TryGetValue(said.Link.Value, out end)))
            {
                world.Checkers.Hears(this, end, said.Message);
                end.Hear(said.Message);
            }
        }
    }

    private void CountCall()
    {
        if (callsUntilCrash > 0 && --callsUntilCrash == 0)
        {
            world.Counters.Note(State == ProcessState.Running ? FaultKind.CrashAtEffect : FaultKind.CrashInRecovery);
            throw new SimulatedCrashException();
        }
    }
}
