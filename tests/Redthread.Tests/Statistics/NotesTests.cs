using System.Reflection;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics;

/// <summary>A formula is defined once, in the code; the notes repeat it word for word, or this fails.</summary>
public class NotesTests
{
    [Fact]
    public void Every_formula_stands_in_a_note()
    {
        var notes = string.Concat(Notes().Select(File.ReadAllText));
        var formulas = Formulas().ToArray();
        formulas.Length.ShouldBeGreaterThan(15);
        formulas.Where(formula => !notes.Contains(formula)).ShouldBeEmpty();
    }

    [Fact]
    public void The_index_names_every_note()
    {
        var index = File.ReadAllText(Notes().Single(path => Path.GetFileName(path) == "README.md"));
        Notes().Select(Path.GetFileName).Where(name => name != "README.md" && !index.Contains($"({name})")).ShouldBeEmpty();
    }

    private static IEnumerable<string> Formulas() =>
        typeof(StageScore)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!);

    private static string[] Notes()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Redthread.slnx")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run inside the source tree.");
        }

        return Directory.GetFiles(Path.Combine(root.FullName, "docs", "statistics"), "*.md");
    }
}
