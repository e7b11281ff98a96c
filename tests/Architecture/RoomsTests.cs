using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CodeGraph.Architecture;

/// <summary>The table of rooms: who may know whom.</summary>
public sealed partial class RoomsTests
{
    /// <summary>Projects that a project's own references may name.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Core"] = [],
        ["Runtime"] = [],
        ["Grains.Interfaces"] = ["Core", "Runtime"],
        ["Grains"] = ["Grains.Interfaces", "Core", "Runtime"],
        ["Workers"] = ["Grains.Interfaces", "Core", "Runtime"],
        ["Silo"] = ["Grains", "Grains.Interfaces", "Workers", "Core", "Runtime"],
        ["Gateway"] = ["Grains.Interfaces", "Silo"],
        ["Cli"] = ["Core", "Grains.Interfaces", "Gateway", "Silo"],
    };

    /// <summary>Namespaces that a project's files may use of those it can see, where that is less than all.</summary>
    private static readonly Dictionary<string, string[]> Namespaces = new()
    {
        ["Grains.Interfaces"] = ["CodeGraph.Model", "CodeGraph.Grains", "CodeGraph.Client"],
        ["Gateway"] = ["CodeGraph.Model", "CodeGraph.Grains", "CodeGraph.Client", "CodeGraph.Silo", "CodeGraph.Gateway"],
    };

    /// <summary>The rooms inside of Core, each with the rooms that it may know.</summary>
    private static readonly Dictionary<string, string[]> CoreRooms = new()
    {
        ["Model"] = [],
        ["Git"] = ["Model"],
        ["Parsing"] = ["Model"],
        ["Graph"] = ["Model", "Parsing"],
        ["Linking"] = ["Model", "Parsing", "Graph"],
        ["Storage"] = ["Model", "Parsing", "Graph"],
        ["Export"] = ["Model", "Parsing", "Graph"],
        ["Search"] = ["Model", "Git", "Parsing", "Graph", "Storage"],
        ["Semantics"] = ["Model", "Graph"],
        ["History"] = ["Model", "Git"],
        ["Indexing"] = ["Model", "Git", "Parsing", "Graph", "Linking", "Search", "Storage"],
    };

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    public static TheoryData<string> CoreRoomNames => [.. CoreRooms.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_references_only_the_projects_its_room_may_know(string project)
    {
        var referenced = SourceTree.Files(project, "*.csproj")
            .SelectMany(path => XDocument.Load(Path.Combine(SourceTree.Root, path)).Descendants("ProjectReference"))
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(referenced.Except(Projects[project]));
    }

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Grains.Interfaces")]
    public void A_project_uses_only_the_namespaces_its_room_may_know(string project)
    {
        var foreign = SourceTree.Files(project).SelectMany(path => QualifiedNamespace().Matches(SourceTree.Code(path))
            .Select(match => (path, match.Value))
            .Where(use => !Namespaces[project].Any(allowed => use.Value == allowed || use.Value.StartsWith(allowed + ".", StringComparison.Ordinal))));

        Assert.Empty(foreign);
    }

    [Theory]
    [MemberData(nameof(CoreRoomNames))]
    public void A_room_of_Core_uses_only_the_rooms_below_it(string room)
    {
        var foreign = SourceTree.Files("Core/" + room).SelectMany(path =>
        {
            var code = SourceTree.Code(path);
            return RoomsNamedIn(code).Where(use => use.Room != room && !CoreRooms[room].Contains(use.Room))
                .Select(use => $"{path}:{SourceTree.LineOf(code, use.Index)} uses {use.Room}");
        });

        Assert.Empty(foreign);
    }

    [Fact]
    public void Every_folder_of_Core_is_a_room_of_the_table()
    {
        var folders = SourceTree.Files("Core").Select(path => path.Split('/')[1]).Where(part => !part.EndsWith(".cs", StringComparison.Ordinal)).Distinct();

        Assert.Empty(folders.Except(CoreRooms.Keys));
    }

    [Fact]
    public void The_rooms_of_Core_have_no_circle()
    {
        foreach (var room in CoreRooms.Keys)
            Assert.DoesNotContain(room, Below(room, []));

        static HashSet<string> Below(string room, HashSet<string> seen)
        {
            foreach (var lower in CoreRooms[room].Where(seen.Add))
                Below(lower, seen);
            return seen;
        }
    }

    /// <summary>Rooms named in full, <c>CodeGraph.Git.X</c>, and from inside of <c>CodeGraph</c>, <c>Git.X</c>.</summary>
    private static IEnumerable<(string Room, int Index)> RoomsNamedIn(string code) => RoomName().Matches(code)
        .Select(match => (match.Groups["room"].Value, match.Index)).Where(use => CoreRooms.ContainsKey(use.Item1));

    [GeneratedRegex(@"\bCodeGraph\.[A-Z]\w*(?:\.[A-Z]\w*)?")]
    private static partial Regex QualifiedNamespace();

    [GeneratedRegex(@"\bCodeGraph\.(?<room>[A-Z]\w*)|(?<![\w.])(?<room>[A-Z]\w*)\.(?:[A-Z]\w*\.)?[A-Z]\w*(?=[\s(<>)\[\],;?.])")]
    private static partial Regex RoomName();
}
