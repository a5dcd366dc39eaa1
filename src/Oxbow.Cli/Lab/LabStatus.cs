namespace Oxbow.Cli.Lab;

/// <summary>What one server holds, for comparison with others.</summary>
/// <param name="IsPrimary">True at the server that commits.</param>
/// <param name="Commits">Its commit number.</param>
/// <param name="Tentative">How many tentative writes it has.</param>
/// <param name="Content">Equal at two servers when their vectors, histories and documents are equal.</param>
internal readonly record struct LabStatus(bool IsPrimary, long Commits, long Tentative, string Content)
{
    /// <summary>True when nothing is left to exchange between the two.</summary>
    public bool Agrees(LabStatus other) =>
        Commits == other.Commits && Tentative == other.Tentative && Content == other.Content;
}
