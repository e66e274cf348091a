using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Text;

public sealed class CValueTests
{
    /// <summary>The worked example of Frantzi, Ananiadou and Mima (2000), table 3 and the text below it.</summary>
    [Fact]
    public void The_paper_s_example_of_basal_cell_carcinoma()
    {
        var values = CValue.Of(
            new Dictionary<string, int>
            {
                ["adenoid cystic basal cell carcinoma"] = 5,
                ["cystic basal cell carcinoma"] = 11,
                ["ulcerated basal cell carcinoma"] = 7,
                ["recurrent basal cell carcinoma"] = 5,
                ["circumscribed basal cell carcinoma"] = 3,
                ["basal cell carcinoma"] = 984,
            }
        );
        values
            .Select(value => (value.Phrase, Math.Round(value.Value, 3)))
            .ShouldBe([
                ("basal cell carcinoma", 1551.361),
                ("ulcerated basal cell carcinoma", 14),
                ("cystic basal cell carcinoma", 12),
                ("adenoid cystic basal cell carcinoma", 11.61),
                ("recurrent basal cell carcinoma", 10),
                ("circumscribed basal cell carcinoma", 6),
            ]);
        (values[0].Nested, values[0].Longer).ShouldBe((26, 5));
    }

    [Fact]
    public void What_never_stands_alone_is_worth_nothing_and_one_word_is_no_candidate()
    {
        var values = CValue.Of(
            new Dictionary<string, int>
            {
                ["win back offer"] = 4,
                ["win back"] = 4,
                ["offer"] = 90,
            }
        );
        values.Select(value => value.Phrase).ShouldBe(["win back offer", "win back"]);
        values[0].Value.ShouldBe(4 * Math.Log2(3), 1e-12);
        values[1].Value.ShouldBe(0);
        CValue.Of(new Dictionary<string, int>()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("The win-back offer of the shop, and a bill shock.", "win-back offer|shop|bill shock")]
    [InlineData("Within 24 hours of bill shock", "hours|bill shock")]
    [InlineData("(late fee) late  fee", "late fee|late|fee")]
    [InlineData("We expect bill shock, they credit cards", "bill shock|cards")]
    [InlineData("Callers who transfer money find the bill disputed", "Callers|money|bill|disputed")]
    [InlineData("Is it a fixed line? Nobody wants several silent churns", "fixed line|silent churns")]
    // A plural is a subject before its verb, unless the whole is one thing.
    [InlineData("The reasons why people call", "reasons|people|call")]
    [InlineData("The windows of two hours help; it makes customers recommend us", "windows|hours|help|customers|recommend")]
    [InlineData("A customers panel and our sales team, every visits planner", "customers panel|sales team|visits planner")]
    [InlineData("The service team knows the customer's bill shock, bill shocks and status page", "service team|customer's bill shock|bill shocks|status page")]
    [InlineData("", "")]
    public void Runs_end_at_stop_words_punctuation_and_numbers(string text, string runs) => string.Join('|', Runs(text, [])).ShouldBe(runs);

    [Fact]
    public void What_is_known_delimits_a_run() =>
        Runs("early phone menu layer problem", new TermRecogniser(["phone menu"]).In("early phone menu layer problem")).ShouldBe(["early", "layer problem"]);

    private static IEnumerable<string> Runs(string text, IReadOnlyList<FoundPhrase> known) => PhraseRuns.In(text, known).Select(run => text[run[0].Start..run[^1].End]);
}
