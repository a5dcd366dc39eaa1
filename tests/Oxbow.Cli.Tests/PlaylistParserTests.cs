using Oxbow.Cli.Lab.Playlist;
using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Tests;

public sealed class PlaylistParserTests
{
    [Theory]
    [InlineData("joinServer 0", "JoinServer { Server = 0 }")]
    [InlineData("retireServer 12", "RetireServer { Server = 12 }")]
    [InlineData("joinClient 1 2", "JoinClient { Client = 1, Server = 2 }")]
    [InlineData("breakConnection 1 2", "BreakConnection { First = 1, Second = 2 }")]
    [InlineData("restoreConnection 1 2", "RestoreConnection { First = 1, Second = 2 }")]
    [InlineData("pause", "Pause { }")]
    [InlineData("start", "Start { }")]
    [InlineData("stabilize", "Stabilize { }")]
    [InlineData("put 1 song url", "Put { Client = 1, Song = song, Url = url }")]
    [InlineData("delete 1 song", "Delete { Client = 1, Song = song }")]
    [InlineData("get 1 song", "Get { Client = 1, Song = song }")]
    [InlineData("printLog 3", "PrintLog { Server = 3 }")]
    public void Every_command_word_is_known(string line, string command) =>
        Assert.Equal(command, PlaylistParser.Parse(line)?.ToString());

    [Theory]
    [InlineData("  put\t1   song\t\turl  ")]
    [InlineData("put 1 song url\r")]
    [InlineData("put 01 song url and what not")]
    public void Blanks_and_surplus_arguments_mean_nothing(string line) =>
        Assert.Equal("Put { Client = 1, Song = song, Url = url }", PlaylistParser.Parse(line)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r")]
    [InlineData("// put 1 a b")]
    [InlineData("#put 1 a b")]
    [InlineData("Put 1 a b")]
    [InlineData("putt 1 a b")]
    [InlineData("put 1 a")]
    [InlineData("put -1 a b")]
    [InlineData("put +1 a b")]
    [InlineData("put 1.0 a b")]
    [InlineData("put ١ a b")]
    [InlineData("joinServer")]
    [InlineData("joinServer one")]
    [InlineData("joinClient 1")]
    [InlineData("joinClient 1 x")]
    public void What_is_no_command_is_ignored(string line) => Assert.Null(PlaylistParser.Parse(line));

    [Fact]
    public void Blanks_of_Unicode_are_ordinary_characters() =>
        Assert.Equal(
            "Put { Client = 1, Song = \u00A0a\u0085, Url = \u2003b\u00A0 }",
            PlaylistParser.Parse("put 1 \u00A0a\u0085 \u2003b\u00A0")?.ToString());

    [Theory]
    [InlineData("7", "007", 0)]
    [InlineData("9", "10", -1)]
    [InlineData("0", "000", 0)]
    [InlineData("100000000000000000000", "99999999999999999999", 1)]
    public void Ids_are_numbers_of_any_size(string one, string other, int order) =>
        Assert.Equal(order, Math.Sign(LabId.Parse(one)!.Value.CompareTo(LabId.Parse(other)!.Value)));
}
