namespace Oxbow.Core.Identity;

/// <summary>
/// 128 random bits that name a database for ever. Replicas of different databases never exchange a write,
/// even when both databases have the same name.
/// </summary>
/// <param name="Value">The bits; drawn by whoever creates the database, because the core draws nothing.</param>
public readonly record struct DatabaseId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
