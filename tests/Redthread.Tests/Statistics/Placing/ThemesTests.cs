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
        purity.ShouldBeGreaterThan(0.88);
        themes.Sum(theme => theme.Texts.Count).ShouldBeGreaterThan(waiting.Count * 7 / 10);
        themes.SelectMany(theme => theme.Texts).ShouldBeUnique();
        var words = themes.SelectMany(theme => theme.Words.Take(2)).Select(word => word.Word).ToList();
        foreach (var telling in (string[])["rate", "passcode", "age", "stolen"])
            words.ShouldContain(word => word.Contains(telling));
        themes.SelectMany(theme => theme.Words).ShouldAllBe(word => word.Z >= 1.96);
    }

    [Fact]
    public void Patients_comments_give_themes_that_their_quotations_speak_of()
    {
        using var reader = new StreamReader(SharedData.Require("patient-comments/patient-comments-2021-2022.csv"));
        var texts = Csv(reader).Skip(1).Select(row => row[8].Trim()).Where(text => text.Length > 0).Take(1500).ToList();
        var themes = Themes.Of(texts, [], 3, seed: 1);
        themes.Count.ShouldBeGreaterThan(5);
        foreach (var theme in themes)
        {
            // Nobody is told of a theme whose name its texts do not bear out, or shown one quotation twice.
            var lead = theme.Words[0].Word.Split(' ')[0];
            theme.Saying.ShouldBeGreaterThanOrEqualTo((int)(0.4 * theme.Texts.Count));
            theme.Quotations.Count.ShouldBeInRange(1, 3);
            theme.Quotations.Select(text => texts[text].ToLowerInvariant()).ShouldBeUnique();
            theme.Quotations.ShouldAllBe(text => theme.Texts.Contains(text));
            theme.Quotations.Count(text => texts[text].Contains(lead[..Math.Min(4, lead.Length)], StringComparison.OrdinalIgnoreCase)).ShouldBeGreaterThanOrEqualTo(1, lead);
        }

        // What is no answer is no theme.
        themes.SelectMany(theme => theme.Quotations).ShouldAllBe(text => !texts[text].StartsWith("Did not answer"));
        // Nothing emerges among texts that are like those that are placed.
        var half = texts.Count / 2;
        Themes.Of([.. texts.Where((_, at) => at % 2 == 0)], [.. texts.Where((_, at) => at % 2 == 1)], 3, seed: 1).Sum(theme => theme.Texts.Count).ShouldBeLessThan(half / 5);
    }

    [Fact]
    public void What_was_said_before_makes_one_text_and_what_placed_texts_say_too_is_nothing_new()
    {
        string[] same = [.. Enumerable.Repeat("Did not answer the question", 50)];
        Themes.Of([.. same, "parking full"], [], 3, seed: 1).ShouldBeEmpty();
        string[] texts = [.. Enumerable.Range(0, 30).Select(at => at % 2 == 0 ? $"the parking garage of house {Letter(at)} was full" : $"dirty toilets on floor {Letter(at)}")];
        Themes.Of(texts, [], 3, seed: 1).SelectMany(theme => theme.Words).ShouldContain(word => word.Word == "parking garage");
        string[] placed = [.. Enumerable.Range(0, 60).Select(at => $"the parking garage of house {Letter(at)} was full")];
        Themes.Of(texts, placed, 3, seed: 1).SelectMany(theme => theme.Words).ShouldNotContain(word => word.Word.Contains("parking"));
    }

    private static string Letter(int at) => $"{(char)('k' + (at % 7))}{(char)('a' + (at % 13))}z";

    private static IEnumerable<List<string>> Csv(TextReader reader)
    {
        var (row, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var letter = reader.Read(); letter >= 0; letter = reader.Read())
        {
            var one = (char)letter;
            if (quoted && one == '"' && reader.Peek() == '"')
                cell.Append((char)reader.Read());
            else if (one == '"')
                quoted = !quoted;
            else if (!quoted && one is ',' or '\n' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (one == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
            else
                cell.Append(one);
        }
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
