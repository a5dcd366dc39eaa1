using System.CommandLine;
using Movies.Commands;

const string Description = """
    A database of movies and what people think of them, on three replicas behind a gateway.

      movies serve                                     three replicas, until interrupted
      oxbow gateway --node http://127.0.0.1:4800       the gateway, in another terminal
      movies generate --to ./data                      10,000 movies, 100,000 ratings
      movies load ./data
      movies search title river
      movies rate 42 4.5 --user 7
    """;

var seat = new Seat();
var root = new RootCommand(Description);
seat.AddTo(root);
IEnumerable<Command> commands =
[
    .. new NodeCommands(seat).Create(),
    .. new DataCommands(seat).Create(),
    .. new RatingCommands(seat).Create(),
    .. new SearchCommands(seat).Create(),
    PromptCommand.Create(root, seat),
];
foreach (var command in commands)
{
    root.Subcommands.Add(command);
}

return await root.Parse(args.Length is 0 ? ["--help"] : args).InvokeAsync();
