using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Sessions;

namespace Oxbow.Cli.Tests;

public sealed class SessionLineTests
{
    private static readonly Uri Server = new("http://127.0.0.1:4800/");

    [Theory]
    [InlineData("song", "http://a.example/?q=1")]
    [InlineData("%20 a\tb\rc\nd", "é\0\u00FF")]
    [InlineData("only", "")]
    public void Requests_come_back_as_they_were(string song, string url)
    {
        var request = new LabRequest(LabOperation.Put, song, url);
        string line = SessionLine.Write(Server, request);
        Assert.DoesNotContain('\n', line);
        Assert.Equal((Server, request), SessionLine.ReadRequest(line));
    }

    [Fact]
    public void Answers_come_back_as_they_were()
    {
        var answer = new LabAnswer(LabAnswerKind.Value, "a b\n%41");
        Assert.Equal(answer, SessionLine.ReadAnswer(SessionLine.Write(answer)));
    }

    [Fact]
    public void A_line_that_is_no_request_is_named() =>
        Assert.Contains("nonsense", Assert.Throws<FormatException>(() => SessionLine.ReadRequest("nonsense")).Message, StringComparison.Ordinal);
}
