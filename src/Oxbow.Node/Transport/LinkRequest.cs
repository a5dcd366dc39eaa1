using Oxbow.Core.Messages;
using Oxbow.Node.Naming;

namespace Oxbow.Node.Transport;

/// <summary>What the dialer says of itself when a link opens.</summary>
/// <param name="Database">
/// The database the link is about: 1 to 64 ASCII letters, digits, '-', '_' or '.', starting with a letter or digit.
/// </param>
/// <param name="Purpose">Why the link is opened.</param>
/// <param name="FromName">The name of the dialing node, for people: 1 to 128 characters.</param>
/// <param name="FromAddress">Where the dialing node can be reached: 1 to 255 characters.</param>
public sealed record LinkRequest(string Database, LinkPurpose Purpose, string FromName, string FromAddress)
{
    /// <summary>
    /// Where clients find the dialing node: an http or https address of up to 255 characters; null when it does not
    /// say.
    /// </summary>
    public string? FromClientAddress { get; init; }

    /// <summary>
    /// Which database the dialer means by the name; null when it does not say, because it joins whichever there is. A
    /// listener that has another one refuses.
    /// </summary>
    public PublicDatabaseId? DatabaseId { get; init; }

    /// <summary>Longest database name, in characters.</summary>
    public const int MaximumDatabaseNameLength = 64;

    /// <summary>Longest node name, in characters.</summary>
    public const int MaximumNodeNameLength = 128;

    /// <summary>Longest node address, in characters.</summary>
    public const int MaximumAddressLength = 255;

    /// <summary>
    /// Checks every part; both ends do, so that a bad request does not reach the network or a handler.
    /// </summary>
    /// <exception cref="LinkRefusedException">
    /// A part is illegal; the reason says which and what would be legal.
    /// </exception>
    public void Validate()
    {
        if (!IsLegalDatabaseName(Database))
        {
            throw new LinkRefusedException(
                LinkRefusalCodes.IllegalDatabaseName,
                $"A database name is 1 to {MaximumDatabaseNameLength} ASCII letters, digits, '-', '_' or '.', starting with a letter or digit.");
        }

        if (FromName.Length is 0 or > MaximumNodeNameLength)
        {
            throw new LinkRefusedException(
                LinkRefusalCodes.IllegalNodeName, $"A node name is 1 to {MaximumNodeNameLength} characters.");
        }

        if (FromAddress.Length is 0 or > MaximumAddressLength)
        {
            throw new LinkRefusedException(
                LinkRefusalCodes.IllegalNodeAddress, $"A node address is 1 to {MaximumAddressLength} characters.");
        }

        if (FromClientAddress is not null && !IsLegalClientAddress(FromClientAddress))
        {
            throw new LinkRefusedException(
                LinkRefusalCodes.IllegalNodeAddress, $"A client address is http:// or https:// with a host, at most {MaximumAddressLength} characters.");
        }
    }

    /// <summary>True for an address where clients could find a node.</summary>
    public static bool IsLegalClientAddress(string address) =>
        address.Length is > 0 and <= MaximumAddressLength
        && Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed)
        && parsed.Scheme is ("http" or "https");

    /// <summary>True for a name that a database can have.</summary>
    public static bool IsLegalDatabaseName(string name) =>
        name.Length is > 0 and <= MaximumDatabaseNameLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
