using System.Text;
using System.Text.Json;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Writes;

namespace Oxbow.AspNetCore.Writes;

/// <summary>
/// Reads <c>{"updates":[{"collection","key","put":...}|{"collection","key","delete":true}]}</c>. Values stay
/// slices of the body, byte for byte as they were sent.
/// </summary>
internal static class UpdateSetReader
{
    /// <summary>A value may be as deep as in a write of one document, and stands three levels down.</summary>
    private const int MaximumDepth = 64 + 3;

    /// <exception cref="ProblemException">The body is not of that form, or holds more updates than a write can.</exception>
    public static List<Update> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body.Span, new() { MaxDepth = MaximumDepth });
            List<Update> updates = ReadSet(ref reader, body);
            reader.Read();
            return updates;
        }
        catch (JsonException exception)
        {
            throw ProblemException.Invalid($"The body is no JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            throw ProblemException.Invalid("A text in the body is no valid Unicode.");
        }
    }

    private static List<Update> ReadSet(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        List<Update>? updates = null;
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "The body has to be an object with the member 'updates'.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Require(reader.ValueTextEquals("updates"u8) && updates is null, "The body has one member, 'updates'.");
            updates = ReadUpdates(ref reader, body);
        }

        Require(updates is not null, "The body has to be an object with the member 'updates'.");
        return updates!;
    }

    private static List<Update> ReadUpdates(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        List<Update> updates = [];
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "'updates' has to be an array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(reader.TokenType == JsonTokenType.StartObject, "Every one of 'updates' has to be an object.");
            Require(updates.Count < WriteLimits.MaximumUpdates, $"A write holds at most {WriteLimits.MaximumUpdates} updates: split it.");
            updates.Add(ReadUpdate(ref reader, body));
        }

        return updates;
    }

    private static Update ReadUpdate(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        byte[]? collection = null;
        byte[]? key = null;
        ReadOnlyMemory<byte>? put = null;
        bool isDelete = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "collection":
                    collection = ReadText(ref reader, name);
                    break;
                case "key":
                    key = ReadText(ref reader, name);
                    break;
                case "put":
                    put = ReadValue(ref reader, body);
                    break;
                case "delete":
                    Require(reader.TokenType is JsonTokenType.True or JsonTokenType.False, "'delete' is true or false.");
                    isDelete = reader.GetBoolean();
                    break;
                default:
                    throw ProblemException.Invalid("An update has the members 'collection', 'key' and either 'put' or 'delete'; another one is there.");
            }
        }

        Require(collection is not null && key is not null && put is not null != isDelete, "An update needs 'collection', 'key' and either 'put' with a value or 'delete' with true.");
        CollectionName.RequireFree(collection);
        return isDelete ? Update.Delete(collection, key) : Update.Put(collection, key, put!.Value);
    }

    private static byte[] ReadText(ref Utf8JsonReader reader, string name)
    {
        Require(reader.TokenType == JsonTokenType.String, $"'{name}' has to be a text.");
        return Encoding.UTF8.GetBytes(reader.GetString()!);
    }

    private static ReadOnlyMemory<byte> ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[start..(int)reader.BytesConsumed];
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw ProblemException.Invalid(fault);
        }
    }
}
