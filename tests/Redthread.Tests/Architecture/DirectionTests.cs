using System.Reflection;
using System.Xml.Linq;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Tests.Support;
using Redthread.Web.Shell;

namespace Redthread.Tests.Architecture;

/// <summary>Domain ← Data ← Web, Statistics ← Web; none of the inner three sees ASP.NET.</summary>
public sealed class DirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Redthread.Domain"] = [],
        ["Redthread.Statistics"] = [],
        ["Redthread.Data"] = ["Redthread.Domain"],
        ["Redthread.Web"] = ["Redthread.Domain", "Redthread.Statistics", "Redthread.Data"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_only_inwards(string project) => Wrong(project, XDocument.Load(Path.Combine(Snapshot.Root(), "src", project, $"{project}.csproj"))).ShouldBeEmpty();

    [Theory]
    [InlineData("Redthread.Domain", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Redthread.Data/Redthread.Data.csproj" /></ItemGroup></Project>""")]
    [InlineData("Redthread.Data", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>""")]
    [InlineData("Redthread.Statistics", """<Project Sdk="Microsoft.NET.Sdk.Web" />""")]
    [InlineData("Redthread.Domain", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Dapper" /></ItemGroup></Project>""")]
    public void A_project_that_refers_outwards_is_found(string project, string file) => Wrong(project, XDocument.Parse(file)).ShouldNotBeEmpty();

    [Fact]
    public void What_was_compiled_sees_no_web()
    {
        foreach (var inner in new[] { typeof(Person).Assembly, typeof(Score).Assembly, typeof(Store).Assembly })
            SeesWeb(inner).ShouldBeEmpty(inner.GetName().Name);
        SeesWeb(typeof(Hosting).Assembly).ShouldNotBeEmpty();
    }

    private static IEnumerable<string> SeesWeb(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    private static IEnumerable<string> Wrong(string project, XDocument file)
    {
        var references = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Except(Allowed[project]);
        var web = project == "Redthread.Web" ? [] : file.Descendants("FrameworkReference").Select(reference => reference.Attribute("Include")!.Value);
        var sdk = project != "Redthread.Web" && file.Root!.Attribute("Sdk")!.Value != "Microsoft.NET.Sdk" ? ["a web SDK"] : Array.Empty<string>();
        var packages = project == "Redthread.Domain" ? file.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value) : [];
        return references.Concat(web).Concat(sdk).Concat(packages).Select(what => $"{project} refers to {what}");
    }
}
