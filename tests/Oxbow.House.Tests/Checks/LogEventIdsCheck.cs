using Microsoft.CodeAnalysis.CSharp.Syntax;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Ids of log messages are an interface: written as numbers, given once, each area in its own thousand.</summary>
internal sealed class LogEventIdsCheck : ICheck
{
    private static readonly Dictionary<string, int> FirstIds = new()
    {
        ["Oxbow.Node"] = 1000,
        ["Oxbow.Storage"] = 2000,
        ["Oxbow.AspNetCore"] = 3000,
        ["Oxbow.Client"] = 4000,
        ["Oxbow.Cli"] = 5000,
    };

    public IEnumerable<Fault> Faults(Repository repository)
    {
        Dictionary<int, string> taken = [];
        foreach ((SourceFile file, int line, int? id) in repository.Code.Where(file => file.IsUnder("src")).SelectMany(Messages))
        {
            string area = file.Path.Split('/')[1];
            if (id is null)
            {
                yield return new(file.Path, line, "a log message needs an EventId, written as a number");
            }
            else if (!FirstIds.TryGetValue(area, out int first))
            {
                yield return new(file.Path, line, $"{area} does not log: return what happened and let the caller say it");
            }
            else if (id < first || id > first + 999)
            {
                yield return new(file.Path, line, $"event id {id} is outside {first}-{first + 999}, the range of {area}");
            }
            else if (!taken.TryAdd(id.Value, $"{file.Path}:{line}"))
            {
                yield return new(file.Path, line, $"event id {id} is taken by {taken[id.Value]}");
            }
        }
    }

    private static IEnumerable<(SourceFile File, int Line, int? Id)> Messages(SourceFile file) =>
        from attribute in file.Tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString().Split('.')[^1] is "LoggerMessage" or "LoggerMessageAttribute"
        select (file, attribute.GetLocation().GetLineSpan().StartLinePosition.Line + 1, IdOf(attribute));

    private static int? IdOf(AttributeSyntax attribute)
    {
        AttributeArgumentSyntax[] arguments = [.. attribute.ArgumentList?.Arguments ?? []];
        AttributeArgumentSyntax? named = arguments.FirstOrDefault(argument =>
            (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.Text is "EventId" or "eventId");
        AttributeArgumentSyntax? chosen = named ?? arguments.FirstOrDefault(argument => argument.NameEquals is null);
        return (chosen?.Expression as LiteralExpressionSyntax)?.Token.Value as int?;
    }
}
