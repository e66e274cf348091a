using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Text;

public sealed class TermRecogniserTests
{
    private static readonly string[] Phrases = ["Journey", "Experience gap", "Experience", "Measured score", "Go-live", "…"];

    [Theory]
    [InlineData("Two journeys and one journey.", "journeys:0 journey:0")]
    [InlineData("The experience gaps of each experience", "experience gaps:1 experience:2")]
    [InlineData("Our experience. Gap analysis", "experience:2")]
    [InlineData("measured\nscores, MEASURED SCORE", "measured\nscores:3 MEASURED SCORE:3")]
    [InlineData("the go-live, going live", "go-live:4 going live:4")]
    [InlineData("a measured approach", "")]
    [InlineData("", "")]
    public void Phrases_are_found_in_all_inflections_the_longest_first(string text, string expected) =>
        string.Join(' ', new TermRecogniser(Phrases).In(text).Select(found => $"{text.Substring(found.Start, found.Length)}:{found.Entry}")).ShouldBe(expected);

    [Fact]
    public void Without_phrases_nothing_is_found() => new TermRecogniser([]).In("anything at all").ShouldBeEmpty();

    [Fact]
    public void Of_two_alike_the_first_counts() => new TermRecogniser(["score", "scores"]).In("scores").Single().Entry.ShouldBe(0);

    [Fact]
    public void What_is_found_is_what_looking_at_every_place_finds()
    {
        var words = "experience gap gaps journey journeys score measured go live of the".Split(' ');
        var recogniser = new TermRecogniser(Phrases);
        var random = new Random(5);
        for (var run = 0; run < 300; run++)
        {
            var text = string.Concat(Enumerable.Range(0, 20).Select(_ => words[random.Next(words.Length)] + (random.Next(5) == 0 ? ". " : " ")));
            var expected = new List<(int, int)>();
            for (var at = 0; at < text.Length; )
            {
                // The longest run of whole words from here that the recogniser takes as one phrase by itself.
                var ends = Enumerable
                    .Range(at + 1, text.Length - at)
                    .Where(end => IsWholeWords(text, at, end) && recogniser.In(text[at..end]) is [var one] && one.Start == 0 && one.Length == end - at)
                    .ToList();
                if (ends.Count > 0)
                {
                    expected.Add((at, ends[^1] - at));
                    at = ends[^1];
                }
                else
                {
                    at++;
                }
            }

            recogniser.In(text).Select(found => (found.Start, found.Length)).ShouldBe(expected, text);
        }
    }

    private static bool IsWholeWords(string text, int from, int to) =>
        char.IsLetter(text[from]) && (from == 0 || !char.IsLetter(text[from - 1])) && char.IsLetter(text[to - 1]) && (to == text.Length || !char.IsLetter(text[to]));
}
