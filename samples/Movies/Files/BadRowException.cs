namespace Movies.Files;

/// <summary>A row of a file cannot be used. The message says which and why.</summary>
internal sealed class BadRowException(string file, long line, string reason)
    : Exception(line is 0 ? $"{file}: {reason}" : $"{file}, line {line}: {reason}");
