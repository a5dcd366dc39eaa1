namespace Oxbow.Core.Messages;

/// <summary>Bad or unwelcome input, as a value: the core never throws for it and never changes state.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Detail">What is wrong and what to do, for a person.</param>
public sealed record Rejection(RejectionCode Code, string Detail);
