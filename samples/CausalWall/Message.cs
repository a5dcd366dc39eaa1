namespace CausalWall;

/// <summary>What somebody wrote on the wall.</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">The text.</param>
internal sealed record Message(string Author, string Text);
