namespace Oxbow.Cli.Lab;

/// <summary>The answer to an operation of a client; the text is the URL of a value, the reason of a failure, else empty.</summary>
internal readonly record struct LabAnswer(LabAnswerKind Kind, string Text = "");
