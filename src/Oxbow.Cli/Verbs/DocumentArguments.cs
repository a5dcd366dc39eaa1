using System.CommandLine;

namespace Oxbow.Cli.Verbs;

/// <summary>The arguments that name one document.</summary>
internal sealed class DocumentArguments
{
    private readonly Argument<string> _collection = new("COLLECTION") { Description = "The document's collection." };

    private readonly Argument<string> _key = new("KEY") { Description = "The document's key." };

    public DocumentArguments AddTo(Command verb)
    {
        verb.Arguments.Add(_collection);
        verb.Arguments.Add(_key);
        return this;
    }

    public string Collection(ParseResult arguments) => arguments.GetValue(_collection)!;

    public string Key(ParseResult arguments) => arguments.GetValue(_key)!;
}
