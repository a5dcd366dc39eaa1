using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Oxbow.AspNetCore.Tests.Documentation;

/// <summary>A shell that makes curl calls one after the other and keeps what they give for those that follow.</summary>
internal sealed class CurlShell : IDisposable
{
    /// <summary>The status and nothing else on standard output; head and body in files.</summary>
    private const string QuietCurl = """curl() { command curl -sS --max-time 30 -o "$BODY" -D "$HEAD" -w '%{http_code}' "$@"; }; """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("oxbow-curl-");
    private readonly Dictionary<string, string> variables;

    public CurlShell(params (string Name, string Value)[] variables)
    {
        this.variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        this.variables["BODY"] = Path.Combine(folder.FullName, "body");
        this.variables["HEAD"] = Path.Combine(folder.FullName, "head");
    }

    public string Body => File.Exists(variables["BODY"]) ? File.ReadAllText(variables["BODY"]) : "";

    /// <summary>Makes the call; gives the status of the answer.</summary>
    public async Task<int> RunAsync(string command)
    {
        File.Delete(variables["BODY"]);
        ProcessStartInfo start = new("/bin/sh", ["-c", QuietCurl + command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process shell = Process.Start(start)!;
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        string status = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int number), $"{command}: {await errors} {status}");
        Keep();
        return number;
    }

    /// <summary>Fails when there is no curl.</summary>
    public static void RequireCurl()
    {
        try
        {
            using Process curl = Process.Start(new ProcessStartInfo("curl", "--version") { RedirectStandardOutput = true })!;
            curl.StandardOutput.ReadToEnd();
            curl.WaitForExit();
        }
        catch (Win32Exception)
        {
            Assert.Fail("This test makes the curl calls of the documentation and finds no curl: install it (Debian: apt-get install curl).");
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Keep()
    {
        foreach (string line in File.ReadAllLines(variables["HEAD"]))
        {
            Keep(line, "ETag: ", "ETAG");
            Keep(line, "Oxbow-Session: ", "TOKEN");
        }

        if (Body.StartsWith("""{"write":""", StringComparison.Ordinal))
        {
            variables["WRITE"] = JsonDocument.Parse(Body).RootElement.GetProperty("write").GetString()!;
        }
    }

    private void Keep(string line, string header, string variable)
    {
        if (line.StartsWith(header, StringComparison.OrdinalIgnoreCase))
        {
            variables[variable] = line[header.Length..].Trim();
        }
    }
}
