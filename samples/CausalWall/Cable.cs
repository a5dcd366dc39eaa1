namespace CausalWall;

/// <summary>A cable between two data centres.</summary>
/// <param name="One">One end.</param>
/// <param name="Other">The other end.</param>
/// <param name="Kilometres">How long it is.</param>
internal sealed record Cable(string One, string Other, double Kilometres);
