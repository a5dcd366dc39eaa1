using Oxbow.House.Tests.Checks;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class FolderCirclesCheckTests
{
    private const string Project = "src/Oxbow.Attic";

    private static readonly (string Path, string Text) Roof = Code("Roofs", "Roof",
        """
        Beams.Beam? beam;
        public const string Text = "";
        """);

    [Theory]
    [InlineData("Roofs.Roof? roof;")]
    [InlineData("string Name => nameof(Roofs.Roof);")]
    [InlineData("bool IsRoof(object thing) => thing is Roofs.Roof;")]
    [InlineData("System.Collections.Generic.List<Roofs.Roof> roofs = [];")]
    [InlineData("[System.Obsolete(Roofs.Roof.Text)] void Rest() { }")]
    [InlineData("void Rest() => new Missing().Take(thing => { Roofs.Roof roof = thing.Other; });")]
    public void Two_folders_that_use_one_another_are_seen(string member) =>
        PlantedFault.IsSeenAt<FolderCirclesCheck>(Project, 0,
            $"{Project}/Beams, {Project}/Roofs use one another in a circle", Roof, Code("Beams", "Beam", member));

    [Fact]
    public void Each_use_of_a_circle_is_named_with_an_example()
    {
        Repository repository = Repository.Of(Roof, Code("Beams", "Beam", "Roofs.Roof? roof;"));

        string message = Assert.Single(new FolderCirclesCheck().Faults(repository)).Message;

        Assert.Equal(
            [
                $"{Project}/Beams uses {Project}/Roofs: Roof at {Project}/Beams/Beam.cs:4",
                $"{Project}/Roofs uses {Project}/Beams: Beam at {Project}/Roofs/Roof.cs:4",
            ],
            message.Split('\n').Skip(1).Select(line => line.Trim()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_extension_method_is_a_use_of_the_class_that_declares_it() =>
        PlantedFault.IsSeenAt<FolderCirclesCheck>(Project, 0,
            $"{Project}/Beams, {Project}/Roofs use one another in a circle",
            Roof,
            ($"{Project}/Roofs/Number.cs",
                "namespace Oxbow.Attic.Roofs;\nstatic class Number { public static int Twice(this int it) => it; }\n"),
            ($"{Project}/Beams/Beam.cs",
                "using Oxbow.Attic.Roofs;\nnamespace Oxbow.Attic.Beams;\nclass Beam { int Length => 7.Twice(); }\n"));

    [Theory]
    [InlineData("using static Oxbow.Attic.Roofs.Roof;", "string Rest() => Text;")]
    [InlineData("using Above = Oxbow.Attic.Roofs.Roof;", "Above? above;")]
    public void A_using_that_names_a_type_is_a_use(string directive, string member) =>
        PlantedFault.IsSeenAt<FolderCirclesCheck>(Project, 0,
            $"{Project}/Beams, {Project}/Roofs use one another in a circle",
            Roof,
            ($"{Project}/Beams/Beam.cs", $"{directive}\nnamespace Oxbow.Attic.Beams;\nclass Beam {{ {member} }}\n"));

    [Fact]
    public void A_circle_through_a_third_folder_is_seen() =>
        PlantedFault.IsSeenAt<FolderCirclesCheck>(Project, 0,
            $"{Project}/Beams, {Project}/Roofs, {Project}/Walls use one another in a circle",
            Roof, Code("Beams", "Beam", "Walls.Wall? wall;"), Code("Walls", "Wall", "Roofs.Roof? roof;"));

    [Fact]
    public void The_root_of_a_project_is_a_room_as_well() =>
        PlantedFault.IsSeenAt<FolderCirclesCheck>(Project, 0,
            $"{Project}, {Project}/Beams use one another in a circle",
            ($"{Project}/House.cs", "namespace Oxbow.Attic;\nclass House { Beams.Beam? beam; }\n"),
            Code("Beams", "Beam", "House? house;"));

    [Fact]
    public void Uses_that_go_one_way_are_in_order() =>
        PlantedFault.IsAbsent<FolderCirclesCheck>(
            Roof,
            Code("Beams", "Beam", "/// <summary>Carries a <see cref=\"Roofs.Roof\"/>.</summary>\nBeam? next;"),
            ($"{Project}/House.cs", "namespace Oxbow.Attic;\nclass House { Beams.Beam? beam; Roofs.Roof? roof; }\n"));

    /// <summary>A file with one class, whose members begin on line 4.</summary>
    private static (string Path, string Text) Code(string folder, string type, string members) =>
        ($"{Project}/{folder}/{type}.cs", $"namespace Oxbow.Attic.{folder};\nclass {type}\n{{\n{members}\n}}\n");
}
