using System.Globalization;
using Oxbow.Core.Messages;

namespace Oxbow.Testing.Exhaustive;

/// <summary>One thing that happens to one replica; a turn of its node.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Peer">The replica at the other end of the link.</param>
/// <param name="Purpose">What a link is opened for.</param>
/// <param name="IsDialer">Whether this end opens the link.</param>
/// <param name="Message">Number of the message heard.</param>
/// <param name="Crashes">
/// True: the process ends when the turn's records are durable and nothing is sent, and starts again.
/// </param>
internal readonly record struct LocalInput(LocalInputKind Kind, int Peer, LinkPurpose Purpose, bool IsDialer, int Message, bool Crashes)
{
    public static LocalInput Open(int peer, LinkPurpose purpose, bool isDialer) => new(LocalInputKind.Open, peer, purpose, isDialer, 0, false);

    public static LocalInput Close(int peer) => new(LocalInputKind.Close, peer, default, false, 0, false);

    public static LocalInput Hear(int peer, int message, bool crashes) => new(LocalInputKind.Hear, peer, default, false, message, crashes);

    public static LocalInput Write(bool crashes) => new(LocalInputKind.Write, 0, default, false, 0, crashes);

    public static LocalInput TakeOver(bool crashes) => new(LocalInputKind.TakeOver, 0, default, false, 0, crashes);

    public static LocalInput Crash { get; } = new(LocalInputKind.Crash, 0, default, false, 0, true);

    /// <summary>A number that no other input has.</summary>
    public uint Code => ((uint)Message << 9) | ((uint)Purpose << 6) | ((uint)Peer << 4) | ((IsDialer ? 1u : 0) << 3) | (uint)Kind | (Crashes ? 1u << 31 : 0);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Peer} {Purpose} {Message} {Crashes}");
}
