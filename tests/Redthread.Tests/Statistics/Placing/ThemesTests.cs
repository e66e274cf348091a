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

        var themes = Themes.Of([.. waiting.Select(row => row.Text)], others, 5);

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
        var themes = Themes.Of(texts, [], 3);
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
        Themes.Of([.. texts.Where((_, at) => at % 2 == 0)], [.. texts.Where((_, at) => at % 2 == 1)], 3).Sum(theme => theme.Texts.Count).ShouldBeLessThan(half / 5);
    }

    [Fact]
    public void What_was_said_before_makes_one_text_and_what_placed_texts_say_too_is_nothing_new()
    {
        string[] same = [.. Enumerable.Repeat("Did not answer the question", 50)];
        Themes.Of([.. same, "parking full"], [], 3).ShouldBeEmpty();
        string[] texts = [.. Enumerable.Range(0, 30).Select(at => at % 2 == 0 ? $"the parking garage of house {Letter(at)} was full" : $"dirty toilets on floor {Letter(at)}")];
        Themes.Of(texts, [], 3).SelectMany(theme => theme.Words).ShouldContain(word => word.Word == "parking garage");
        string[] placed = [.. Enumerable.Range(0, 60).Select(at => $"the parking garage of house {Letter(at)} was full")];
        Themes.Of(texts, placed, 3).SelectMany(theme => theme.Words).ShouldNotContain(word => word.Word.Contains("parking"));
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
    public void The_same_texts_give_the_same_themes_and_few_texts_give_none()
    {
        string[] texts = [.. Enumerable.Range(0, 20).Select(at => at % 2 == 0 ? $"parking garage full {at}" : $"toilets dirty {at}")];
        var once = Themes.Of(texts, [], 3);
        var again = Themes.Of(texts, [], 3);
        again.Select(theme => string.Join(',', theme.Texts)).ShouldBe(once.Select(theme => string.Join(',', theme.Texts)));
        once.ShouldNotBeEmpty();
        Themes.Of(texts[..5], [], 3).ShouldBeEmpty();
        Themes.Of([.. Enumerable.Repeat("…", 20)], [], 3).ShouldBeEmpty();
    }

    [Fact]
    public void Themes_are_what_was_held_out_and_their_words_tell_it()
    {
        var rows = File.ReadLines(SharedData.Require("bank-queries/train.csv"))
            .Skip(1)
            .Where(line => line.Contains(','))
            .Select(line => (Text: line[..line.LastIndexOf(',')], Intent: line[(line.LastIndexOf(',') + 1)..]))
            .ToList();
        var labels = rows.Select(row => row.Intent).Distinct().Order(StringComparer.Ordinal).ToList();
        var examples = rows.ConvertAll(row => new PlacingExample(row.Text, [labels.IndexOf(row.Intent)]));
        var runs = Enumerable
            .Range(1, 4)
            .Select(seed => ThemeEvaluation.Of(labels.ConvertAll(label => label.Replace('_', ' ')), examples, new ThemeTrial(), new PlacingOptions { Seed = seed }))
            .ToList();

        // The k-means that this replaced: found 4.0 of 10, purity 0.66, information 0.65.
        runs.Average(run => run.Found).ShouldBeGreaterThan(7);
        runs.Average(run => run.Purity).ShouldBeGreaterThan(0.74);
        runs.Average(run => run.Information).ShouldBeGreaterThan(0.74);
        runs.Average(run => run.Strangers).ShouldBeLessThan(0.16);
        runs.Average(run => run.Telling).ShouldBeGreaterThan(0.66);
    }

    [Fact]
    public void What_all_texts_say_names_no_theme_and_a_known_stage_by_another_word_is_none()
    {
        string[] openings = ["My neighbour says the same: ", "Honestly, ", "It took five minutes, but ", "I like to write. "];
        string[] fairs = ["you should sponsor our village fair", "sponsor the fair of our village", "our village fair needs somebody to sponsor it"];
        string[] bills = ["the bill has lines that nobody explained", "nobody explained the part month on my bill", "the bill came late and nobody explained it"];
        List<string> Said(string[] of, int many, string tail) => [.. Enumerable.Range(0, many).Select(at => $"{openings[at % 4]}{of[at % 3]}{tail} {Letter(at)}")];
        var placed = Said(bills, 60, ", says the invoice").Select(text => new PlacingExample(text, [0])).ToList();
        placed.AddRange(Said(["the line was cut", "no line at all", "the line is noisy"], 60, " on the phone").Select(text => new PlacingExample(text, [1])));
        var classifier = VerbatimClassifier.Fit(["First bill", "Line"], placed, [], new PlacingOptions());

        var found = EmergingThemes.Of(classifier, [.. Said(fairs, 24, ""), .. Said(bills, 24, "")], placed.ConvertAll(example => example.Text), 3);

        found.Themes.SelectMany(one => one.Theme.Texts).ShouldAllBe(text => text < 24);
        found.Themes.Sum(one => one.Theme.Texts.Count).ShouldBeGreaterThan(18);
        var words = found.Themes.SelectMany(one => one.Theme.Words).SelectMany(word => word.Word.Split(' ')).ToList();
        words.ShouldContain("sponsor");
        foreach (var filler in (string[])["like", "neighbour", "minutes", "honestly", "bill"])
            words.ShouldNotContain(filler);
        found.Known.Single().Label.ShouldBe(0);
        found.Known.Single().Texts.ShouldAllBe(text => text >= 24);
    }
}
