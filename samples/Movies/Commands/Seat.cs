using System.CommandLine;
using Movies.Model;
using Oxbow.Client;

namespace Movies.Commands;

/// <summary>Where a user sits: the gateway, and the session, which a file carries from one command to the next.</summary>
internal sealed class Seat
{
    private readonly Option<Uri?> gateway = new("--gateway")
    {
        Description = "The address of the gateway, or of a node. Default: http://127.0.0.1:4900.",
        HelpName = "URL",
        Recursive = true,
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var address))
            {
                return address;
            }

            argument.AddError($"--gateway {argument.Tokens[0].Value}: give an address like http://127.0.0.1:4900.");
            return null;
        },
    };

    private readonly Option<string?> sessionFile = new("--session")
    {
        Description = "Where the session is kept between commands. Default: it ends with the program.",
        HelpName = "FILE",
        Recursive = true,
    };

    private string? file;
    private ClientSession? session;

    public Uri Gateway { get; private set; } = new("http://127.0.0.1:4900");

    public void AddTo(Command root)
    {
        root.Options.Add(gateway);
        root.Options.Add(sessionFile);
    }

    /// <summary>Takes note of what a command says; what it does not say stays as it was.</summary>
    public Seat As(ParseResult arguments)
    {
        Gateway = arguments.GetValue(gateway) ?? Gateway;
        file = arguments.GetValue(sessionFile) ?? file;
        return this;
    }

    /// <summary>Does something with the database, and keeps the session as it is afterwards.</summary>
    public async Task UseAsync(Func<MovieDatabase, Task> use)
    {
        session ??= new ClientSession(File.Exists(file) ? await File.ReadAllTextAsync(file) : null);
        await use(new MovieDatabase(new OxbowClient(Gateway), session));
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, session.Token);
        }
    }
}
