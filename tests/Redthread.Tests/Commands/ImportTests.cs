using System.Text;
using System.Text.Json;
using Redthread.Tests.Support;

namespace Redthread.Tests.Commands;

/// <summary>Imports as at the terminal: what was found is told, what was rejected can be had, what is wrong is said.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Mapping = "externalId: { columns: [id] }\ntime: { columns: [when] }\ncustomer: [who]\nverbatim: { columns: [text] }\n";
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-import-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_found_and_rejected_is_told_and_the_rejects_come_back_corrected()
    {
        var (file, mapping, rejects) = (
            Write("in.csv", "id;when;who;text\n1;2026-01-02;anna;Café\n2;tomorrow;ben;Thé\n", Encoding.Latin1),
            Write("map.yaml", Mapping),
            At("rejects.csv")
        );

        var (code, output, error) = await ImportAsync(file, mapping, "--rejects", rejects);
        code.ShouldBe(0, error);
        output.ShouldContain("2 read = 1 accepted + 0 duplicate + 1 rejected");
        output.ShouldContain("1 × ");
        error.ShouldContain("windows-1252");
        error.ShouldContain("columns parted by “;”");
        error.ShouldContain("decimal point");

        var rows = await File.ReadAllTextAsync(rejects);
        rows.ShouldContain("tomorrow");
        await File.WriteAllTextAsync(rejects, rows.Replace("tomorrow", "2026-01-03", StringComparison.Ordinal), Encoding.UTF8);
        (code, output, error) = await ImportAsync(rejects, mapping, "--json");
        code.ShouldBe(0, error);
        using var told = JsonDocument.Parse(output);
        told.RootElement.GetProperty("accepted").GetInt32().ShouldBe(1);
        told.RootElement.GetProperty("rejectedByCode").EnumerateObject().ShouldBeEmpty();
        told.RootElement.GetProperty("form").GetProperty("encoding").GetString().ShouldBe("utf-8");
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_writes_the_rejects_too()
    {
        var (file, mapping, rejects) = (Write("in.csv", "id,when,who,text,text\n1,2026-01-02,anna,Good,again\n2,tomorrow,ben,Bad,\n"), Write("map.yaml", Mapping), At("dry.csv"));
        var (code, output, error) = await ImportAsync(file, mapping, "--dry-run", "--rejects", rejects);
        code.ShouldBe(0, error);
        output.ShouldContain("1 accepted + 0 duplicate + 1 rejected");
        error.ShouldContain("note: ");
        (await File.ReadAllTextAsync(rejects)).ShouldContain("tomorrow");
    }

    [Fact]
    public async Task A_header_without_rows_and_rows_that_cannot_be_read_are_said()
    {
        var mapping = Write("map.yaml", Mapping);
        (await ImportAsync(Write("header.csv", "id,when,who,text\n"), mapping)).Output.ShouldContain("a header and no rows");
        var wide = "[{" + string.Join(',', Enumerable.Range(0, 100_000).Select(field => $"\"f{field}\":1")) + "}]";
        var (code, _, error) = await ImportAsync(Write("wide.json", wide), mapping);
        code.ShouldBe(1);
        error.ShouldContain("Not one row can be read");
    }

    [Fact]
    public async Task An_erased_customer_is_gone_from_the_file_of_the_store_too()
    {
        var file = Write(
            "in.csv",
            "id,when,who,text\n" + string.Concat(Enumerable.Range(0, 300).Select(row => $"{row},2026-01-02,c{row % 3},telltale{row % 3} {new string('x', row * 20)}\n"))
        );
        (await ImportAsync(file, Write("map.yaml", Mapping))).Code.ShouldBe(0);
        (await TracesAsync("telltale1")).ShouldBeTrue();

        var (code, output, error) = await RedthreadProgram.RunAsync(folder, null, "erase", "c1");
        code.ShouldBe(0, error);
        output.ShouldContain("Erased 100 signals");
        (await TracesAsync("telltale1")).ShouldBeFalse();
        (await TracesAsync("telltale2")).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_command_of_the_store_prints_for_programs()
    {
        var (backup, exported) = (At("backup.zip"), At("journeys"));
        foreach (
            var arguments in new string[][]
            {
                ["migrate"],
                ["mapping", "guess", Write("in.csv", "id,when,sat\n1,2026-01-02,4\n")],
                ["journeys", "export", exported],
                ["backup", backup],
            }
        )
        {
            var (code, output, error) = await RedthreadProgram.RunAsync(folder, null, [.. arguments, "--json"]);
            code.ShouldBe(0, $"{arguments[0]}: {error}");
            using var told = JsonDocument.Parse(output);
        }

        (await RedthreadProgram.RunAsync(folder, null, "picture", "--period", "someday")).Code.ShouldBe(2);
    }

    private Task<(int Code, string Output, string Error)> ImportAsync(string file, string mapping, params string[] more) =>
        RedthreadProgram.RunAsync(folder, null, ["import", file, "--mapping", mapping, "--source", "test", .. more]);

    private async Task<bool> TracesAsync(string text)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "redthread.db*"))
        {
            if ((await File.ReadAllBytesAsync(path)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                return true;
        }

        return false;
    }

    private string At(string name) => Path.Combine(folder, name);

    private string Write(string name, string text, Encoding? encoding = null)
    {
        File.WriteAllText(At(name), text, encoding ?? new UTF8Encoding(false));
        return At(name);
    }
}
