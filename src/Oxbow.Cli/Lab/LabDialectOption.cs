using System.CommandLine;

namespace Oxbow.Cli.Lab;

/// <summary>How a dialect is named on the command line.</summary>
internal static class LabDialectOption
{
    private const string Playlist = "playlist";
    private const string KeyValue = "kv";

    public static Option<string> Create()
    {
        var option = new Option<string>("--dialect")
        {
            Description = "The language of the script: playlist (default), or kv, a key-value store whose servers crash.",
            HelpName = "playlist|kv",
            DefaultValueFactory = _ => Playlist,
        };
        return option.AcceptOnlyFromAmong(Playlist, KeyValue);
    }

    public static LabDialect Read(string word) => word is KeyValue ? LabDialect.KeyValue : LabDialect.Playlist;

    public static string WordFor(LabDialect dialect) => dialect is LabDialect.KeyValue ? KeyValue : Playlist;
}
