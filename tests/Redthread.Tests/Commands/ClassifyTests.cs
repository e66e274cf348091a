using System.Text.Json;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;

namespace Redthread.Tests.Commands;

/// <summary>The figures that docs/statistics/placing.md reports, through the program itself, bounded below with a little slack.</summary>
public sealed class ClassifyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redthread-classify-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Queries_to_a_bank_are_told_better_than_by_fixed_sentence_vectors()
    {
        var (train, test) = (SharedData.Require("bank-queries/train.csv"), SharedData.Require("bank-queries/test.csv"));
        var result = await JsonAsync("--train", train, "--test", test, "--curve", "0,1,5,10,20");

        result.GetProperty("examples").GetInt32().ShouldBe(10_003);
        result.GetProperty("tested").GetInt32().ShouldBe(3_080);
        result.GetProperty("labels").GetArrayLength().ShouldBe(77);
        // BERT-fixed 87.2, USE+ConveRT 93.4: Casanueva et al. 2020, table 3.
        result.GetProperty("accuracy").GetProperty("value").GetDouble().ShouldBeGreaterThan(0.912);
        result.GetProperty("calibrationError").GetDouble().ShouldBeLessThan(0.03);
        result.GetProperty("brier").GetDouble().ShouldBeLessThan(0.06);
        var curve = result
            .GetProperty("curve")
            .EnumerateArray()
            .ToDictionary(point => point.GetProperty("eachLabel").GetInt32(), point => point.GetProperty("accuracy").GetDouble());
        curve[0].ShouldBeGreaterThan(0.34);
        curve[1].ShouldBeGreaterThan(0.46);
        curve[5].ShouldBeGreaterThan(0.63);
        curve[10].ShouldBeGreaterThan(0.73);
        curve[20].ShouldBeGreaterThan(0.80);
    }

    [Fact]
    public async Task Patients_comments_are_told_by_cross_validation_and_their_columns_are_guessed()
    {
        var file = SharedData.Require("patient-comments/patient-comments-2021-2022.csv");
        var result = await JsonAsync(file);

        result.GetProperty("text").GetString().ShouldBe("FFT answer");
        result.GetProperty("labels").GetArrayLength().ShouldBe(46);
        (result.GetProperty("tested").GetInt32() + result.GetProperty("leftOut")[0].GetProperty("rows").GetInt32()).ShouldBe(7_908);
        result.GetProperty("microF1").GetDouble().ShouldBeGreaterThan(0.70);
        result.GetProperty("macroF1").GetDouble().ShouldBeGreaterThan(0.48);
        result.GetProperty("calibrationError").GetDouble().ShouldBeLessThan(0.05);
        F1(result, "Timeliness of care").ShouldBeGreaterThan(0.70);
        F1(result, "Staff manner & personal attributes").ShouldBeGreaterThan(0.75);

        // Repeats such as “Did not answer” make it look better.
        var distinct = await JsonAsync(file, "--distinct");
        distinct.GetProperty("microF1").GetDouble().ShouldBeInRange(0.64, result.GetProperty("microF1").GetDouble());
    }

    [Fact]
    public async Task A_file_is_said_to_lack_what_it_lacks()
    {
        var file = Path.Combine(folder, "texts.csv");
        await File.WriteAllLinesAsync(
            file,
            ["said,where", .. Enumerable.Range(0, 40).Select(at => at % 2 == 0 ? $"the bill of month {at} is wrong,bill" : $"nobody answered call {at},phone")]
        );
        var (code, text, _) = await RunAsync(file, "--folds", "4");
        code.ShouldBe(0);
        text.ShouldContain("2 labels; 40 texts in “said”, each asked once in 4 parts");
        (await RunAsync(file, "--text", "speech")).Error.ShouldContain("no column “speech”; it has said, where");
        (await RunAsync(file, "--folds", "1")).Error.ShouldContain("two or more are needed");
        (await RunAsync()).Error.ShouldContain("--train and --test");
        (await RunAsync("--train", file, "--test", file, "--curve", "few")).Error.ShouldContain("“few” is no number");
    }

    [Fact]
    public async Task The_text_is_the_column_with_the_longest_texts_and_not_the_one_that_never_repeats_itself()
    {
        var file = Path.Combine(folder, "weeks.csv");
        // Few texts that people repeat, beside a key that is longer than some of them and a week.
        string[] said = ["the bill is wrong", "nobody answers the telephone", "it never came"];
        await File.WriteAllLinesAsync(
            file,
            [
                "key,week,comment,where",
                .. Enumerable
                    .Range(0, 60)
                    .Select(at =>
                        $"{at:00000000}-9c1d-4f6e-8a55-0123456789ab,week {at} of the year 2026 by ISO,{(at % 3 == 0 ? said[0] : $"{said[at % 3]} and I asked for it more than once")},{at % 3}"
                    ),
            ]
        );
        (await JsonAsync(file, "--folds", "3")).GetProperty("text").GetString().ShouldBe("comment");
    }

    private static double F1(JsonElement result, string label) =>
        result.GetProperty("labels").EnumerateArray().Single(one => one.GetProperty("label").GetString() == label).GetProperty("f1").GetDouble();

    private async Task<JsonElement> JsonAsync(params string[] args)
    {
        var (code, text, error) = await RunAsync([.. args, "--json"]);
        code.ShouldBe(0, error);
        return JsonDocument.Parse(text).RootElement;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RedthreadProgram.RunAsync(folder, null, ["classify", "evaluate", .. args]);
}
