using System.CommandLine;
using System.Text;
using System.Text.Json;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow put</c>: writes one document.</summary>
internal static class PutVerb
{
    public static Command Create()
    {
        var value = new Argument<string>("JSON") { Description = "The new value as JSON; - reads it from standard input." };
        var verb = new Command("put", "Write a document:  oxbow put songs yellow '\"http://a.example/1\"'");
        var node = new NodeArguments().AddTo(verb);
        var document = new DocumentArguments().AddTo(verb);
        verb.Arguments.Add(value);
        return verb.Does(async (arguments, cancellation) =>
        {
            var json = await ReadAsync(arguments.GetValue(value)!, cancellation);
            return WriteReport.Print(await node.Client(arguments).PutAsync(
                document.Collection(arguments), document.Key(arguments), json, session: null, cancellation));
        });
    }

    private static async Task<byte[]> ReadAsync(string text, CancellationToken cancellation)
    {
        var json = text is "-" ? await Console.In.ReadToEndAsync(cancellation) : text;
        try
        {
            using var _ = JsonDocument.Parse(json);
            return Encoding.UTF8.GetBytes(json);
        }
        catch (JsonException error)
        {
            throw new UsageException($"The value is not JSON ({error.Message}). A text needs its quotation marks: '\"text\"'.");
        }
    }
}
