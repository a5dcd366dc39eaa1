using System.Net.Http.Headers;

namespace Oxbow.Client;

/// <summary>On which terms a write is to be accepted. The default asks for nothing. Immutable.</summary>
public sealed record WriteOptions
{
    /// <summary>
    /// 1 to 128 bytes of text, new and random for each write, such as a GUID; null (default) for none. A write with
    /// a key is sent again by itself, up to three times in all, when no answer came or the node had no time; it is
    /// the same write all the same, also when you send it again to another node. Without a key nothing is sent twice.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// The <see cref="StoredDocument.Write"/> of the document that was read: the write is refused, code
    /// <see cref="OxbowException.PreconditionFailed"/>, when another one has changed it at this node meanwhile. Null
    /// (default) for no such condition.
    /// </summary>
    public string? IfWrite { get; init; }

    /// <summary>True to be refused, code <see cref="OxbowException.PreconditionFailed"/>, when the document exists at this node. Default: false.</summary>
    public bool IfAbsent { get; init; }

    internal bool HasCondition => IfWrite is not null || IfAbsent;

    internal bool MayRepeat => IdempotencyKey is not null;

    internal void AddTo(HttpRequestHeaders headers)
    {
        if (IdempotencyKey is not null)
        {
            headers.TryAddWithoutValidation("Idempotency-Key", IdempotencyKey);
        }

        if (IfWrite is not null)
        {
            headers.TryAddWithoutValidation("If-Match", $"\"{IfWrite}\"");
        }

        if (IfAbsent)
        {
            headers.TryAddWithoutValidation("If-None-Match", "*");
        }
    }
}
