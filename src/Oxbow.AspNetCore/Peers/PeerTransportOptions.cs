using Oxbow.Wire.Framing;

namespace Oxbow.AspNetCore.Peers;

/// <summary>How a node talks HTTP/2 with its peers. Every bound on memory and time of <see cref="HttpPeerTransport"/>.</summary>
public sealed record PeerTransportOptions
{
    /// <summary>
    /// The address (host:port) that other nodes are told to dial. Default null: the endpoint that was bound,
    /// which must then be a concrete one, not "any". Set it behind address translation or with host names.
    /// </summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>Largest frame sent or accepted, in bytes. Default 4 MiB; 1 KiB to 64 MiB. Keep it equal on all nodes.</summary>
    public int MaximumFrameBytes { get; init; } = FrameLimits.DefaultMaximumPayloadBytes;

    /// <summary>Links served at a time; further ones are refused with "too_many_links". Default 256; at least 1.</summary>
    public int MaximumIncomingLinks { get; init; } = 256;

    /// <summary>
    /// Bytes a link queues for sending before a send waits; at most one frame more is held. Frames queued
    /// together leave together. Default 256 KiB; at least 1 KiB.
    /// </summary>
    public int SendQueueBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Bytes a peer may send on one link ahead of what this end has read. Default 1 MiB; 64 KiB to 16 MiB.
    /// More helps over long distances (throughput is at most this per round trip) and costs memory for each
    /// link whose reader is slow.
    /// </summary>
    public int LinkWindowBytes { get; init; } = 1024 * 1024;

    /// <summary>Longest time from dialing to the peer's answer. Default 3 s; above zero.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Silence on a connection after which it is pinged. Default 5 s; at least 1 s.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time without an answer to a ping after which the connection and its links are broken. Default 5 s; at
    /// least 1 s. A peer that vanished is noticed after ping delay and ping timeout together.
    /// </summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest time that a link which ends in order is given to hand over the frames still queued. Default
    /// 10 s; above zero. Afterwards it is broken.
    /// </summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>All faults of these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Require(MaximumFrameBytes is >= 1024 and <= 64 * 1024 * 1024, "MaximumFrameBytes must be between 1024 and 67108864.");
        Require(MaximumIncomingLinks >= 1, "MaximumIncomingLinks must be at least 1.");
        Require(SendQueueBytes >= 1024, "SendQueueBytes must be at least 1024.");
        Require(LinkWindowBytes is >= 64 * 1024 and <= 16 * 1024 * 1024, "LinkWindowBytes must be between 65536 and 16777216.");
        Require(ConnectTimeout > TimeSpan.Zero, "ConnectTimeout must be above zero.");
        Require(KeepAlivePingDelay >= TimeSpan.FromSeconds(1), "KeepAlivePingDelay must be at least 1 second.");
        Require(KeepAlivePingTimeout >= TimeSpan.FromSeconds(1), "KeepAlivePingTimeout must be at least 1 second.");
        Require(CloseTimeout > TimeSpan.Zero, "CloseTimeout must be above zero.");
        Require(AdvertisedAddress is null || PeerRoute.IsAddress(AdvertisedAddress), "AdvertisedAddress must be of the form host:port.");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}
