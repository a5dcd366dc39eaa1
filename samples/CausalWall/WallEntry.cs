using Oxbow.Client;
using Oxbow.Core.Identity;

namespace CausalWall;

/// <summary>A message as it stands on the wall of one data centre.</summary>
/// <param name="Id">The id of its write: where it was accepted, and at what stamp.</param>
/// <param name="Message">The message.</param>
/// <param name="Arrival">How it came; null where it was written.</param>
internal sealed record WallEntry(WriteId Id, Message Message, WriteArrival? Arrival);
