using System.Collections.Frozen;
using Oxbow.Core.Messages;

namespace Oxbow.Wire;

/// <summary>The stable codes of rejections as they appear outside: in snake case.</summary>
public static class RejectionText
{
    private static readonly FrozenDictionary<RejectionCode, string> Texts =
        Enum.GetValues<RejectionCode>().ToFrozenDictionary(code => code, ToSnakeCase);

    private static readonly FrozenDictionary<string, RejectionCode> Codes =
        Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The text of a code, such as <c>session_not_satisfied</c>.</summary>
    public static string CodeOf(RejectionCode code) => Texts[code];

    /// <summary>The code of a text; <see cref="RejectionCode.Invalid"/> for one of a newer version.</summary>
    public static RejectionCode CodeFrom(string text) => Codes.GetValueOrDefault(text, RejectionCode.Invalid);

    private static string ToSnakeCase(RejectionCode code) =>
        string.Concat(code.ToString().Select((letter, index) => char.IsUpper(letter)
            ? (index > 0 ? "_" : "") + char.ToLowerInvariant(letter)
            : letter.ToString()));
}
