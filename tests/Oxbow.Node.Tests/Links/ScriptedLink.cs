using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Node.Transport;
using Oxbow.Wire.Peers;

namespace Oxbow.Node.Tests.Links;

/// <summary>The other end of a node's link, in the hands of a test.</summary>
internal sealed class ScriptedLink(IPeerLink link) : IAsyncDisposable
{
    public static async Task<ScriptedLink> DialAsync(ITransport transport, string address, LinkPurpose purpose, CancellationToken patience) =>
        new(await transport.ConnectAsync(address, new("main", purpose, transport.LocalAddress, transport.LocalAddress), patience));

    public ValueTask SayAsync(PeerMessage message) => link.SendAsync(PeerCodec.Encode(message), CancellationToken.None);

    public async Task<T> HearAsync<T>(CancellationToken patience)
        where T : PeerMessage
    {
        return Assert.IsType<T>(await HearAnyAsync(patience));
    }

    /// <summary>Answers a hello as a replica that holds the same, or claims to hold more.</summary>
    public ValueTask GreetAsync(Hello heard, VersionVector? known = null) =>
        SayAsync(heard with { Identity = heard.Identity with { Replica = ReplicaId.Base.Child(new AcceptStamp(1)) }, Known = known ?? heard.Known });

    /// <summary>Greets first, as a replica that knows of a write of the listener's that the listener has never made.</summary>
    public ValueTask ClaimMoreAsync(ReplicaStatus listener, AcceptStamp last) => SayAsync(new Hello(
        listener.Identity with { Replica = ReplicaId.Base.Child(new AcceptStamp(1)) },
        listener.Known.With(listener.Identity.Replica, last),
        listener.CommitNumber,
        listener.Hash));

    /// <summary>Greets and goes through both runs of an exchange in which there is nothing to say.</summary>
    public async Task RunAsync(CancellationToken patience)
    {
        await GreetAsync(await HearAsync<Hello>(patience));
        await SayAsync(new Batch(1, [], EndsRun: true));
        HashSet<Type> heard = [];
        while (heard.Count < 2)
        {
            PeerMessage message = await HearAnyAsync(patience);
            heard.Add(message.GetType());
            if (message is Batch batch)
            {
                await SayAsync(new Acknowledgement(batch.Sequence));
            }
        }
    }

    public async Task<PeerMessage> HearAnyAsync(CancellationToken patience)
    {
        ReadOnlyMemory<byte>? frame = await link.ReceiveAsync(patience);
        Assert.NotNull(frame);
        Assert.Null(PeerCodec.TryDecode(frame.Value, out PeerMessage? message));
        return message!;
    }

    /// <summary>Reads on until the link breaks; gives the messages that still came.</summary>
    public async Task<List<PeerMessage>> UntilBrokenAsync(CancellationToken patience)
    {
        List<PeerMessage> heard = [];
        try
        {
            while (true)
            {
                heard.Add(await HearAnyAsync(patience));
            }
        }
        catch (LinkBrokenException)
        {
            return heard;
        }
    }

    public ValueTask DisposeAsync() => link.DisposeAsync();
}
