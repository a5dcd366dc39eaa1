using System.Buffers.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;

namespace Oxbow.Wire.Tests.Sessions;

/// <summary>Tokens come back as they went.</summary>
public sealed class SessionTokenTests
{
    [Fact]
    public void Every_choice_of_guarantees_and_scope_comes_back_the_same()
    {
        for (int guarantees = 0; guarantees <= (int)Guarantees.All; guarantees++)
        {
            AssertReturns(Tokens.WholeSession(guarantees) with { Guarantees = (Guarantees)guarantees });
            AssertReturns(Tokens.PerKey(guarantees) with { Guarantees = (Guarantees)guarantees });
        }

        AssertReturns(SessionState.New);
        AssertReturns(SessionState.New with { Scope = SessionScope.Key });
    }

    [Fact]
    public void Random_sessions_come_back_the_same()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            AssertReturns(Tokens.WholeSession(seed));
            AssertReturns(Tokens.PerKey(seed));
        }
    }

    /// <summary>It stands for everything of a replica that retired before its creation was heard of.</summary>
    [Fact]
    public void The_maximum_stamp_comes_back_and_makes_no_other_entry_longer()
    {
        ReplicaId live = ReplicaId.Base.Child(new(5));
        VersionVector vector = VersionVector.Empty.With(live, new(7)).With(ReplicaId.Base, new(6));
        SessionState session = SessionState.New with { ReadVector = vector.With(live.Child(new(90)), AcceptStamp.Maximum) };

        AssertReturns(session);
        AssertReturns(SessionState.New with { ReadVector = VersionVector.Empty.With(ReplicaId.Base, AcceptStamp.Maximum) });
        AssertReturns(SessionState.New with { WriteVector = vector.With(live, AcceptStamp.Maximum) });
        int longer = Tokens.BytesOf(session) - Tokens.BytesOf(session with { ReadVector = vector });
        Assert.Equal(1 + sizeof(long) + 1, longer);
    }

    [Fact]
    public void The_deepest_ids_come_back()
    {
        ReplicaId deepest = Samples.IdOfDepth(ReplicaId.MaximumDepth);
        AssertReturns(SessionState.New with { ReadVector = VersionVector.Empty.With(deepest, new(99)).With(deepest.Creator(), new(64)) });
        AssertReturns(SessionState.New with { WriteVector = VersionVector.Empty.With(deepest.Creator().Child(AcceptStamp.Maximum), new(1)) });
    }

    [Fact]
    public void Write_entries_that_the_read_vector_covers_do_not_travel()
    {
        ReplicaId writer = ReplicaId.Base.Child(new(5));
        VersionVector written = VersionVector.Empty.With(writer, new(7));
        SessionState session = SessionState.New with { ReadVector = written.With(ReplicaId.Base, new(6)), WriteVector = written };

        Assert.Equal(VersionVector.Empty, Tokens.Return(session)!.WriteVector);
        AssertReturns(session with { Guarantees = Guarantees.All & ~Guarantees.MonotonicReads });
        AssertReturns(session with { WriteVector = VersionVector.Empty.With(writer, new(8)) });
    }

    /// <summary>A token is also the value of a header.</summary>
    [Fact]
    public void A_token_is_base64url()
    {
        string token = Tokens.Encode(Tokens.PerKey(1));
        Assert.All(token, character => Assert.True(char.IsAsciiLetterOrDigit(character) || character is '-' or '_'));
        Assert.True(Base64Url.IsValid(token));
    }

    private static void AssertReturns(SessionState session) =>
        Assert.Equal(Meaning.Of(session.WithoutRedundantWrites()), Meaning.Of(Tokens.Return(session)));
}
