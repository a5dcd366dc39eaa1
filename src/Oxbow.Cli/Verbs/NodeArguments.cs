using System.CommandLine;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary>The options by which client verbs find a node and a database.</summary>
internal sealed class NodeArguments
{
    private const string Variable = "OXBOW_NODE";
    private const string DefaultAddress = "http://127.0.0.1:4800";

    private readonly Option<string> nodeOption = new("--node")
    {
        Description = $"The node's client address. Default: ${Variable}, else {DefaultAddress}.",
        HelpName = "URL",
    };

    private readonly Option<string> databaseOption = new("--database")
    {
        Description = "The database. Default: main.",
        HelpName = "NAME",
    };

    public NodeArguments AddTo(Command verb, bool withDatabase = true)
    {
        verb.Options.Add(nodeOption);
        if (withDatabase)
        {
            verb.Options.Add(databaseOption);
        }

        return this;
    }

    public string Database(ParseResult arguments) => arguments.GetValue(databaseOption) ?? "main";

    public OxbowClient Client(ParseResult arguments) => new(Node(arguments), Database(arguments));

    public OxbowAdmin Admin(ParseResult arguments) => new(Node(arguments));

    private Uri Node(ParseResult arguments)
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        return Address(arguments.GetValue(nodeOption) ?? (string.IsNullOrEmpty(variable) ? DefaultAddress : variable));
    }

    /// <exception cref="UsageException">The text is no address of a node.</exception>
    public static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var node) && node.Scheme is ("http" or "https")
            ? node
            : throw new UsageException($"'{text}' is no address of a node; give one like {DefaultAddress}.");
}
