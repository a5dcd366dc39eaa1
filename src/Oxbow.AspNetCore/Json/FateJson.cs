using System.Text.Json;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;

namespace Oxbow.AspNetCore.Json;

/// <summary>The fate of a write as JSON.</summary>
internal static class FateJson
{
    /// <summary>
    /// Writes <c>{"write","state","commitNumber","outcome"}</c>, and <c>"remadeAs"</c> where that is so.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, WriteFate fate)
    {
        writer.WriteStartObject();
        writer.WriteString("write"u8, fate.Write.ToString());
        WriteMembers(writer, fate.CommitNumber, fate.Outcome);
        if (fate.RemadeAs is { } remade)
        {
            writer.WriteString("remadeAs"u8, remade.ToString());
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the members <c>state</c>, <c>commitNumber</c> and <c>outcome</c>.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, CommitNumber commitNumber, Outcome outcome)
    {
        writer.WriteString("state"u8, StateOf(commitNumber));
        if (commitNumber.IsGiven)
        {
            writer.WriteNumber("commitNumber"u8, commitNumber.Value);
        }
        else
        {
            writer.WriteNull("commitNumber"u8);
        }

        writer.WriteString("outcome"u8, TextOf(outcome));
    }

    /// <summary>The word for a write, or a document it made, that has this commit number.</summary>
    public static string StateOf(CommitNumber commitNumber) => commitNumber.IsGiven ? "committed" : "tentative";

    private static string? TextOf(Outcome outcome) => outcome switch
    {
        Outcome.Applied => "applied",
        Outcome.Merged => "merged",
        Outcome.Conflicted => "conflicted",
        Outcome.NotUnderstood => "not_understood",
        Outcome.Repeated => "repeated",
        _ => null,
    };
}
