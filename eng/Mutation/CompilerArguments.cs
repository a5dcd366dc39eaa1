using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;

namespace Oxbow.Mutation;

/// <summary>How the build compiles a project: asked of the build itself, so that nothing is guessed here.</summary>
internal static class CompilerArguments
{
    /// <summary>Compiles a project once more. Source generators are not asked: Core, Wire and Storage have none.</summary>
    public static CSharpCommandLineArguments Of(string project)
    {
        string[] arguments =
        [
            "msbuild", project, "-target:Compile", "-getItem:CscCommandLineArgs", "-nodeReuse:false",
            "-property:Configuration=Release", "-property:BuildProjectReferences=false",
            "-property:RunAnalyzers=false", "-property:UseSharedCompilation=false",
            "-property:ProvideCommandLineArgs=true",

            // With an output that is never there, nothing is up to date.
            "-property:NonExistentFile=none",
        ];
        using Process build = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"{project} cannot be built: {output}");
        }

        using JsonDocument answer = JsonDocument.Parse(output);
        IEnumerable<string> given = answer.RootElement
            .GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);
        return CSharpCommandLineParser.Default.Parse(given, Path.GetDirectoryName(project), sdkDirectory: null);
    }
}
