using System.Text.Json;
using Redthread.Tests.Ingestion;
using Redthread.Tests.Support;

namespace Redthread.Tests.Commands;

/// <summary>Figures of public data through the program itself.</summary>
public sealed class AnalyseTests : IDisposable
{
    private const string Telco = "churn/Telco-Customer-Churn.csv";
    private const string Columns = "Contract,PaymentMethod,InternetService,PaperlessBilling,Partner,OnlineSecurity,TechSupport";

    private readonly string folder = Directory.CreateTempSubdirectory("redthread-analyse-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Cox_on_recidivism_prints_the_published_figures()
    {
        var file = SharedData.Require("survival/rossi.csv");
        var result = await JsonAsync("cox", file, "--time", "week", "--event", "arrest");
        Find(result, "coefficients", "age").GetProperty("estimate").GetDouble().ShouldBe(-0.05744, 5e-6);
        result.GetProperty("likelihoodRatio").GetProperty("statistic").GetDouble().ShouldBe(33.27, 0.005);
        result.GetProperty("concordance").GetDouble().ShouldBe(0.64, 0.0005);
        result.GetProperty("proportionality").GetProperty("global").GetProperty("p").GetDouble().ShouldBe(0.013, 0.0005);
        result.GetProperty("convergence").GetString().ShouldBe("Converged");

        var breslow = await JsonAsync("cox", file, "--time", "week", "--event", "arrest", "--ties", "breslow");
        Find(breslow, "coefficients", "fin").GetProperty("estimate").GetDouble().ShouldBe(-0.37902, 5e-6);

        var (code, text, _) = await RunAsync("cox", file, "--time", "week", "--event", "arrest", "--covariates", "fin,age", "--strata", "race", "--cluster", "prio");
        code.ShouldBe(0);
        text.ShouldContain("432 rows, 114 with the event");
        text.ShouldContain("robust error");
        text.ShouldContain("hazards proportional");
    }

    [Fact]
    public async Task Coefficients_of_large_units_keep_their_digits()
    {
        var file = Path.Combine(folder, "rossi.csv");
        var lines = await File.ReadAllLinesAsync(SharedData.Require("survival/rossi.csv"), TestContext.Current.CancellationToken);
        var at = lines[0].Split(',').ToList().FindIndex(name => name.Trim('"') == "age");
        await File.WriteAllLinesAsync(
            file,
            lines.Select((line, row) => row == 0 ? line : string.Join(',', line.Split(',').Select((cell, column) => column == at ? $"{cell}000000" : cell))),
            TestContext.Current.CancellationToken
        );
        var (code, text, error) = await RunAsync("cox", file, "--time", "week", "--event", "arrest");
        code.ShouldBe(0, error);
        var age = text.Split('\n').Single(line => line.StartsWith("age ", StringComparison.Ordinal));
        age.ShouldContain("-5.7438e-8");
        age.ShouldContain("0.9999999426");
        age.ShouldNotContain("0.00000 ");
        age.ShouldNotContain("1.0000");
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("NaN")]
    public async Task A_time_ahead_that_is_none_is_refused_before_anything_is_printed(string ahead)
    {
        var (code, output, error) = await RunAsync("bgnbd", SharedData.Require("cdnow/cdnow_customers_summary.csv"), "--ahead", ahead);
        code.ShouldBe(2);
        error.ShouldContain($"--ahead must be a number above 0, not “{ahead}”");
        output.ShouldNotContain("expected in the next");
    }

    [Fact]
    public async Task Cox_on_churn_makes_columns_of_categories_and_reports_what_it_leaves_out()
    {
        var file = SharedData.Require(Telco);
        var result = await JsonAsync("cox", file, "--time", "tenure", "--event", "Churn", "--covariates", Columns);
        result.GetProperty("n").GetInt32().ShouldBe(7032);
        Find(result, "coefficients", "Contract=Two year").GetProperty("estimate").GetDouble().ShouldBe(-3.36972, 5e-6);
        result.GetProperty("likelihoodRatio").GetProperty("statistic").GetDouble().ShouldBe(3219, 0.5);
        result.GetProperty("likelihoodRatio").GetProperty("degreesOfFreedom").GetInt32().ShouldBe(11);
        result.GetProperty("aliased").EnumerateArray().Select(one => one.GetString()).ShouldBe(["OnlineSecurity=No internet service", "TechSupport=No internet service"]);
        result.GetProperty("references")[0].GetProperty("level").GetString().ShouldBe("Month-to-month");
        result.GetProperty("leftOut")[0].GetProperty("rows").GetInt32().ShouldBe(11);

        var (_, text, _) = await RunAsync("cox", file, "--time", "tenure", "--event", "Churn", "--covariates", "Contract,TotalCharges");
        text.ShouldContain("7032 rows, 1869 with the event");
        text.ShouldContain("11 rows left out: TotalCharges blank");
        text.ShouldContain("Contract is compared with Month-to-month");
    }

    [Fact]
    public async Task Curves_by_contract_print_the_published_figures()
    {
        var file = SharedData.Require(Telco);
        var result = await JsonAsync("km", file, "--time", "tenure", "--event", "Churn", "--by", "Contract", "--at", "12,24");
        result.GetProperty("logRank").GetProperty("test").GetProperty("statistic").GetDouble().ShouldBe(2353, 0.5);
        result.GetProperty("logRank").GetProperty("test").GetProperty("degreesOfFreedom").GetInt32().ShouldBe(2);
        // So small that no number holds it: told as such, and never as 0.
        result.GetProperty("logRank").GetProperty("test").GetProperty("p").GetDouble().ShouldBe(1e-300);
        result.GetProperty("logRank").GetProperty("test").GetProperty("pText").GetString().ShouldBe("<1e-300");
        var few = (await JsonAsync("km", file, "--time", "tenure", "--event", "Churn", "--by", "Partner")).GetProperty("logRank").GetProperty("test");
        few.GetProperty("p").GetDouble().ShouldBeInRange(1e-120, 1e-60);
        few.GetProperty("pText").GetString()!.ShouldMatch(@"^\d\.\de-\d+$");
        var shares = result.GetProperty("groups")[0].GetProperty("at").EnumerateArray().Select(one => Math.Round(one.GetProperty("share").GetDouble(), 3));
        shares.ShouldBe([0.703, 0.586]);
        var (code, text, _) = await RunAsync("km", file, "--time", "tenure", "--event", "Churn");
        code.ShouldBe(0);
        text.ShouldContain("not reached");
    }

    [Fact]
    public async Task Purchases_and_spending_print_the_published_figures_from_both_forms()
    {
        var summary = SharedData.Require("cdnow/cdnow_customers_summary_with_transactions.csv");
        string[][] forms =
        [
            [summary],
            [SharedData.Require("cdnow/CDNOW_sample.txt"), "--until", "1997-09-30"],
        ];
        foreach (var form in forms)
        {
            var purchases = await JsonAsync(["bgnbd", .. form]);
            purchases.GetProperty("n").GetInt32().ShouldBe(2357);
            Value(purchases, "r").ShouldBe(0.243, 0.0005);
            Value(purchases, "alpha").ShouldBe(4.414, 0.0005);
            Value(purchases, "a").ShouldBe(0.793, 0.0005);
            Value(purchases, "b").ShouldBe(2.426, 0.001);
            purchases.GetProperty("logLikelihood").GetDouble().ShouldBe(-9582.4, 0.05);
            var spending = await JsonAsync(["gammagamma", .. form]);
            spending.GetProperty("n").GetInt32().ShouldBe(946);
            Value(spending, "p").ShouldBe(6.25, 0.005);
            Value(spending, "q").ShouldBe(3.74, 0.005);
            Value(spending, "gamma").ShouldBe(15.44, 0.01);
        }

        var customers = await JsonAsync("bgnbd", SharedData.Require("cdnow/cdnow_customers_summary.csv"), "--ahead", "39", "--customers");
        customers.GetProperty("customers")[0].GetProperty("expected").GetDouble().ShouldBe(1.226, 0.0005);
        (await RunAsync("gammagamma", summary)).Output.ShouldContain("log likelihood");
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_with_an_exit_code()
    {
        var file = Path.Combine(folder, "few.csv");
        await File.WriteAllTextAsync(file, "time,event,kind\n1,yes,a\n2,no,b\n3,maybe,a\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync("cox", file, "--time", "time", "--event", "event");
        code.ShouldBe(1);
        error.ShouldContain("“maybe”");
        (_, _, error) = await RunAsync("km", file, "--time", "nothing", "--event", "event");
        error.ShouldContain("no column “nothing”; it has time, event, kind");
        (await RunAsync("cox", file, "--time", "time")).Code.ShouldBe(2);
        (await RunAsync("cox", file, "--time", "time", "--event", "event", "--ties", "exact")).Code.ShouldBe(2);
        (await RunAsync("bgnbd", file)).Error.ShouldContain("frequency");
        await File.WriteAllTextAsync(file, "time,event,kind\n1,yes,a\n2,no,b\n3,yes,a\n", TestContext.Current.CancellationToken);
        var (enough, text, _) = await RunAsync("cox", file, "--time", "time", "--event", "event");
        enough.ShouldBe(0);
        text.ShouldContain("Not enough data");
        (await RunAsync("--help")).Output.ShouldContain("gammagamma");
    }

    private static JsonElement Find(JsonElement result, string list, string name) =>
        result.GetProperty(list).EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    private static double Value(JsonElement result, string name) => result.GetProperty("parameters").GetProperty(name).GetProperty("value").GetDouble();

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync([.. arguments, "--json"]);
        code.ShouldBe(0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RedthreadProgram.RunAsync(folder, null, ["analyse", .. arguments]);
}
