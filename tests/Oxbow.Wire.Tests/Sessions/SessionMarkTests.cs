using Oxbow.Wire.Sessions;

namespace Oxbow.Wire.Tests.Sessions;

public sealed class SessionMarkTests
{
    [Theory]
    [InlineData("token", "token", "")]
    [InlineData("token.node", "token", "node")]
    [InlineData("token.", "token", "")]
    [InlineData(".node", "", "node")]
    [InlineData("token.node.more", "token", "node.more")]
    public void A_mark_is_what_stands_behind_the_first_dot(string text, string token, string mark)
    {
        Assert.Equal((token, mark), (SessionMark.Remove(text), SessionMark.Of(text)));
    }

    [Fact]
    public void A_mark_is_hung_on_the_token_and_comes_off_again() =>
        Assert.Equal("token.node", SessionMark.Add(SessionMark.Remove("token.other"), "node"));
}
