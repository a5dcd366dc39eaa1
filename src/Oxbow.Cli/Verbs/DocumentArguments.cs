using System.CommandLine;

namespace Oxbow.Cli.Verbs;

/// <summary>The arguments that name one document.</summary>
internal sealed class DocumentArguments
{
    private readonly Argument<string> collection = new("COLLECTION") { Description = "The document's collection." };

    private readonly Argument<string> key = new("KEY") { Description = "The document's key." };

    public DocumentArguments AddTo(Command verb)
    {
        verb.Arguments.Add(collection);
        verb.Arguments.Add(key);
        return this;
    }

    public string Collection(ParseResult arguments) => arguments.GetValue(collection)!;

    public string Key(ParseResult arguments) => arguments.GetValue(key)!;
}
