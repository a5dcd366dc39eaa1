using Oxbow.Cli.Lab.KeyValue;

namespace Oxbow.Cli.Tests;

public sealed class KeyValueParserTests
{
    [Theory]
    [InlineData("joinServer 0", "JoinServer { Server = 0 }")]
    [InlineData("killServer 12", "KillServer { Server = 12 }")]
    [InlineData("joinClient 1 2", "JoinClient { Client = 1, Server = 2 }")]
    [InlineData("breakConnection 1 2", "BreakConnection { First = 1, Second = 2 }")]
    [InlineData("createConnection 1 2", "CreateConnection { First = 1, Second = 2 }")]
    [InlineData("stabilize", "Stabilize { }")]
    [InlineData("printStore 3", "PrintStore { Server = 3 }")]
    [InlineData("put 1 key value", "Put { Client = 1, Key = key, Value = value }")]
    [InlineData("get 1 key", "Get { Client = 1, Key = key }")]
    [InlineData("\t put\t01   key\t value  and more\r", "Put { Client = 1, Key = key, Value = value }")]
    public void Every_command_word_is_known(string line, string command) =>
        Assert.Equal(command, KeyValueParser.Parse(line)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r")]
    [InlineData("// put 1 a b")]
    [InlineData("#put 1 a b")]
    [InlineData("Put 1 a b")]
    [InlineData("put 1 a")]
    [InlineData("put -1 a b")]
    [InlineData("get 1")]
    [InlineData("killServer")]
    [InlineData("killServer x")]
    [InlineData("createConnection 1")]
    [InlineData("createConnection 1 x")]
    [InlineData("restoreConnection 1 2")]
    [InlineData("retireServer 1")]
    [InlineData("delete 1 a")]
    [InlineData("printLog 1")]
    [InlineData("pause")]
    public void What_is_no_command_is_ignored(string line) => Assert.Null(KeyValueParser.Parse(line));
}
