namespace Oxbow.Core.Identity;

/// <summary>
/// 128 random bits that name a database for ever. Replicas of different databases never exchange a write,
/// even when both databases have the same name.
/// </summary>
/// <remarks>
/// It is also the key by which replicas recognise the session tokens that one of them issued. All replicas of the
/// database know it and every peer that greets them learns it; it is never shown to clients, so no answer, problem or
/// refusal of a client's request may hold it.
/// </remarks>
/// <param name="Value">The bits; drawn by whoever creates the database, because the core draws nothing.</param>
public readonly record struct DatabaseId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
