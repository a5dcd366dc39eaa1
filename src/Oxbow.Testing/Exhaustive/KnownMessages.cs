using System.Runtime.InteropServices;
using Oxbow.Core.Messages;
using Oxbow.Wire.Peers;

namespace Oxbow.Testing.Exhaustive;

/// <summary>Numbers for messages, by their bytes.</summary>
internal sealed class KnownMessages
{
    private readonly Dictionary<UInt128, int> numbers = [];
    private readonly List<PeerMessage> messages = [];

    public PeerMessage this[int number] => messages[number];

    public int NumberOf(PeerMessage message)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, StateKey.HashOf(PeerCodec.Encode(message).Span), out bool exists);
        if (!exists)
        {
            number = messages.Count;
            messages.Add(message);
        }

        return number;
    }
}
