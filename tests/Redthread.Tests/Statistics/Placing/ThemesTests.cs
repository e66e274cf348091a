using Redthread.Statistics;
using Redthread.Tests.Ingestion;

namespace Redthread.Tests.Statistics.Placing;

public sealed class ThemesTests
{
    private static readonly string[] Planted = ["card_arrival", "exchange_rate", "age_limit", "passcode_forgotten", "lost_or_stolen_card"];

    [Fact]
    public void Intents_that_nobody_named_come_back_as_themes_of_one_intent_each()
    {
        var rows = File.ReadLines(SharedData.Require("bank-queries/train.csv"))
            .Skip(1)
            .Where(line => line.Contains(','))
            .Select(line => (Text: line[..line.LastIndexOf(',')], Intent: line[(line.LastIndexOf(',') + 1)..]))
            .ToList();
        var waiting = rows.Where(row => Planted.Contains(row.Intent)).ToList();
        var others = rows.Where(row => !Planted.Contains(row.Intent)).Select(row => row.Text).ToList();

        var themes = Themes.Of([.. waiting.Select(row => row.Text)], others, 5, seed: 1);

        var purity = themes.Sum(theme => theme.Texts.GroupBy(text => waiting[text].Intent).Max(group => group.Count())) / (double)themes.Sum(theme => theme.Texts.Count);
        purity.ShouldBeGreaterThan(0.85);
        themes.Sum(theme => theme.Texts.Count).ShouldBeGreaterThan(waiting.Count * 8 / 10);
        themes.SelectMany(theme => theme.Texts).ShouldBeUnique();
        var words = themes.SelectMany(theme => theme.Words.Take(2)).Select(word => word.Word).ToList();
        foreach (var telling in (string[])["rate", "passcode", "age", "stolen"])
            words.ShouldContain(telling);
        themes.SelectMany(theme => theme.Words).ShouldAllBe(word => word.Z >= 1.96);
    }

    [Fact]
    public void The_same_seed_gives_the_same_themes_and_few_texts_give_none()
    {
        string[] texts = [.. Enumerable.Range(0, 20).Select(at => at % 2 == 0 ? $"parking garage full {at}" : $"toilets dirty {at}")];
        var once = Themes.Of(texts, [], 3, seed: 4);
        var again = Themes.Of(texts, [], 3, seed: 4);
        again.Select(theme => string.Join(',', theme.Texts)).ShouldBe(once.Select(theme => string.Join(',', theme.Texts)));
        once.ShouldNotBeEmpty();
        Themes.Of(texts[..5], [], 3, seed: 4).ShouldBeEmpty();
        Themes.Of([.. Enumerable.Repeat("…", 20)], [], 3, seed: 4).ShouldBeEmpty();
    }
}
