using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Oxbow.Core.Messages;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Peers;

/// <summary>How a <see cref="LinkRequest"/> stands in a HTTP request, for both ends.</summary>
internal static class PeerRoute
{
    public const string Pattern = "/peer/{database}/{purpose}";
    public const string NameHeader = "Oxbow-Node-Name";
    public const string AddressHeader = "Oxbow-Node-Address";
    public const string ClientAddressHeader = "Oxbow-Node-Client-Address";
    public const string DatabaseIdHeader = "Oxbow-Database-Id";
    public const string CodeMember = "code";
    public const string DatabaseIdMember = "databaseId";
    public const string ContentType = "application/x-oxbow-frames";

    public static readonly MediaTypeHeaderValue MediaType = new(ContentType);

    /// <summary>Whether this is host:port, with an IPv6 host in brackets.</summary>
    public static bool IsAddress(string address)
    {
        int colon = address.LastIndexOf(':');
        if (colon <= 0
            || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || port == 0)
        {
            return false;
        }

        string host = address[..colon];
        return host is ['[', .. string inner, ']']
            ? Uri.CheckHostName(inner) == UriHostNameType.IPv6
            : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }

    public static HttpRequestMessage ToHttp(string address, LinkRequest request)
    {
        string path = $"/peer/{request.Database}/{LinkTraits.Of(request.Purpose).Name}";
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{address}{path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Add(NameHeader, Uri.EscapeDataString(request.FromName));
        message.Headers.Add(AddressHeader, Uri.EscapeDataString(request.FromAddress));
        if (request.FromClientAddress is not null)
        {
            message.Headers.Add(ClientAddressHeader, Uri.EscapeDataString(request.FromClientAddress));
        }

        if (request.DatabaseId is { } id)
        {
            message.Headers.Add(DatabaseIdHeader, id.ToString());
        }

        return message;
    }

    /// <exception cref="LinkRefusedException">A part of the request is missing or illegal.</exception>
    public static LinkRequest FromHttp(HttpContext context)
    {
        var request = new LinkRequest(
            (string)context.GetRouteValue("database")!,
            ParsePurpose((string)context.GetRouteValue("purpose")!),
            Uri.UnescapeDataString(context.Request.Headers[NameHeader].ToString()),
            Uri.UnescapeDataString(context.Request.Headers[AddressHeader].ToString()))
        {
            FromClientAddress = context.Request.Headers.TryGetValue(ClientAddressHeader, out var client) ? Uri.UnescapeDataString(client.ToString()) : null,
            DatabaseId = context.Request.Headers.TryGetValue(DatabaseIdHeader, out var id)
                ? ParseDatabaseId(id.ToString())
                : null,
        };
        request.Validate();
        return request;
    }

    /// <summary>Tells the dialer where clients find this node.</summary>
    public static void TellClientAddress(HttpResponse response, string? address)
    {
        if (address is not null)
        {
            response.Headers[ClientAddressHeader] = Uri.EscapeDataString(address);
        }
    }

    /// <summary>Where clients find the node that was dialed; null when it did not say, or nonsense.</summary>
    public static string? ClientAddressOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(ClientAddressHeader, out var values)
        && Uri.UnescapeDataString(values.First()) is var address
        && LinkRequest.IsLegalClientAddress(address)
            ? address
            : null;

    private static PublicDatabaseId ParseDatabaseId(string text) =>
        PublicDatabaseId.TryParse(text) ?? throw new LinkRefusedException(
        LinkRefusalCodes.IllegalDatabaseId, $"{DatabaseIdHeader} has 32 hexadecimal digits.");

    private static LinkPurpose ParsePurpose(string text) => LinkTraits.Find(text)?.Purpose ?? throw new LinkRefusedException(
        LinkRefusalCodes.UnknownPurpose, $"A link is for one of these: {string.Join(", ", LinkTraits.Names)}.");
}
