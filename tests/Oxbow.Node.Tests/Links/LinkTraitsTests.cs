using Oxbow.Core.Messages;
using Oxbow.Node.Links;

namespace Oxbow.Node.Tests.Links;

/// <summary>Every purpose has its row, and its name leads back to it.</summary>
public sealed class LinkTraitsTests
{
    public static TheoryData<LinkPurpose> Purposes => [.. Enum.GetValues<LinkPurpose>()];

    [Theory]
    [MemberData(nameof(Purposes))]
    public void A_purpose_has_a_row_whose_name_leads_back_to_it(LinkPurpose purpose) =>
        Assert.Equal(purpose, LinkTraits.Find(LinkTraits.Of(purpose).Name)?.Purpose);

    [Fact]
    public void A_name_that_is_none_leads_nowhere() =>
        Assert.All(["", "Exchange", "farewell", "retirementhandover"], name => Assert.Null(LinkTraits.Find(name)));

    [Fact]
    public void A_purpose_without_a_row_is_not_taken_for_another() =>
        Assert.Throws<KeyNotFoundException>(() => LinkTraits.Of((LinkPurpose)int.MaxValue));
}
