namespace Oxbow.Wire.Tests.Hostile;

/// <summary>Ways to spoil sound bytes.</summary>
internal static class Mutations
{
    private static readonly byte[] Replacements = [0x00, 0x01, 0x7F, 0x80, 0xFF];

    /// <summary>Every truncation, every flipped bit, telling replacements, and each byte left out or doubled.</summary>
    public static IEnumerable<byte[]> Of(byte[] sound)
    {
        for (int position = 0; position < sound.Length; position++)
        {
            yield return sound[..position];
            yield return [.. sound[..position], .. sound[(position + 1)..]];
            yield return [.. sound[..position], sound[position], .. sound[position..]];
            for (int bit = 0; bit < 8; bit++)
            {
                yield return With(sound, position, (byte)(sound[position] ^ (1 << bit)));
            }

            foreach (byte replacement in Replacements)
            {
                yield return With(sound, position, replacement);
            }
        }
    }

    private static byte[] With(byte[] sound, int position, byte value)
    {
        byte[] changed = [.. sound];
        changed[position] = value;
        return changed;
    }
}
