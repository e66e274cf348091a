using Redthread.Tests.Support;

namespace Redthread.Tests.Architecture;

public sealed class SourceRuleTests
{
    private static readonly Dictionary<string, Func<SourceFile, IEnumerable<string>>> Rules = new()
    {
        ["files"] = SourceRules.LongFiles,
        ["markup"] = SourceRules.LongMarkup,
        ["methods"] = SourceRules.LongMethods,
        ["hidden inputs"] = SourceRules.HiddenInputs,
        ["inline script"] = SourceRules.InlineScript,
        ["fragile workers"] = SourceRules.FragileWorkers,
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    /// <summary>For every rule what breaks it, and the nearest thing that does not.</summary>
    public static TheoryData<string, string, string, string> Examples =>
        new()
        {
            { "files", "a.cs", Repeat("x\n", 401), Repeat("x\n", 400) },
            { "markup", "A.razor", Repeat("<p></p>\n", 201), Repeat("<p></p>\n", 200) + "@code {\n" + Repeat("\n", 90) + "}" },
            { "methods", "a.cs", Method(59), Method(57) },
            {
                "methods",
                "a.cs",
                Method(59).Replace("Go()", "Go(\n        int number\n    )"),
                Method(57).Replace("void Go()", "class Go").Replace("        x;", "        void F() => x;\n")
            },
            { "hidden inputs", "a.cs", "var now = DateTime.UtcNow;", "var now = time.GetUtcNow();" },
            { "hidden inputs", "a.cs", "public A(IHttpContextAccessor accessor)", "public A(HttpContext http)" },
            { "hidden inputs", "A.razor", "@DateTime.Now", "@Model.Now" },
            { "inline script", "A.razor", "<button onclick=\"go()\">", "<button data-on=\"go\" name=\"common\">" },
            { "inline script", "A.razor", "<script>go()</script>", "<script type=\"module\" src=\"/app.js\"></script>" },
            { "inline script", "A.razor", "<a href=\"javascript:go()\">", "<a href=\"/go\">" },
            {
                "fragile workers",
                "a.cs",
                "class A() : BackgroundService { try { } catch (DbException failure) { } }",
                "class A() : BackgroundService { try { } catch (Exception failure) when (!stoppingToken.IsCancellationRequested) { } }"
            },
        };

    [Theory, MemberData(nameof(Names))]
    public void The_source_keeps_the_rule(string rule)
    {
        SourceFile.All.Value.Count.ShouldBeGreaterThan(200);
        // The rules' own bad examples are no breach.
        SourceFile.All.Value.Where(file => !file.Path.Contains("Architecture")).SelectMany(Rules[rule]).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Examples))]
    public void The_rule_can_be_broken(string rule, string path, string bad, string good)
    {
        Rules[rule](new SourceFile(path, bad)).ShouldNotBeEmpty();
        Rules[rule](new SourceFile(path, good)).ShouldBeEmpty();
    }

    private static string Method(int lines) => $"class A\n{{\n    void Go()\n    {{\n{Repeat("        x;\n", lines)}    }}\n}}\n";

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
