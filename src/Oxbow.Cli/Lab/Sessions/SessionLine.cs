namespace Oxbow.Cli.Lab.Sessions;

/// <summary>
/// The lines between the controller and a client's process: words escaped as in URIs, parted by blanks. A request is
/// a <see cref="LabOperation"/>, the server, the song and the URL (empty if there is none); an answer is
/// a <see cref="LabAnswerKind"/> and its text.
/// </summary>
internal static class SessionLine
{
    public static string Write(Uri server, LabRequest request) =>
        Join(request.Operation.ToString(), server.ToString(), request.Key, request.Value);

    public static (Uri Server, LabRequest Request) ReadRequest(string line)
    {
        var words = Split(line, 4);
        return (new Uri(words[1]), new LabRequest(Enum.Parse<LabOperation>(words[0]), words[2], words[3]));
    }

    public static string Write(LabAnswer answer) => Join(answer.Kind.ToString(), answer.Text);

    public static LabAnswer ReadAnswer(string line)
    {
        var words = Split(line, 2);
        return new LabAnswer(Enum.Parse<LabAnswerKind>(words[0]), words[1]);
    }

    private static string Join(params ReadOnlySpan<string> words)
    {
        var escaped = new string[words.Length];
        for (var index = 0; index < words.Length; index++)
        {
            escaped[index] = Uri.EscapeDataString(words[index]);
        }

        return string.Join(' ', escaped);
    }

    private static string[] Split(string line, int count)
    {
        var words = line.Split(' ');
        return words.Length == count
            ? Array.ConvertAll(words, Uri.UnescapeDataString)
            : throw new FormatException($"'{line}' has {words.Length} words instead of {count}.");
    }
}
