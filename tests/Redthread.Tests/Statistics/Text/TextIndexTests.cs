using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Text;

public sealed class TextIndexTests
{
    private static readonly string[] Words =
        "the bill is too high nobody can read it phone menu call wait agent gave no answer charged twice late parcel lost password reset fails".Split(' ');

    public static TheoryData<TextComparison> Comparisons =>
        [TextComparison.Statements, new TextComparison { WordGrams = 2 }, new TextComparison { CharactersFrom = 3, CharactersTo = 5 }];

    [Theory, MemberData(nameof(Comparisons))]
    public void Similarity_is_symmetric_and_one_with_itself(TextComparison comparison)
    {
        var texts = Texts(1, 60);
        var index = Index(comparison, texts);
        for (var a = 0; a < texts.Count; a++)
        {
            index.Similarity(a, a).ShouldBe(1, 1e-9);
            for (var b = 0; b < a; b++)
            {
                index.Similarity(a, b).ShouldBe(index.Similarity(b, a), 1e-12);
                index.Similarity(a, b).ShouldBeInRange(0, 1);
            }
        }
    }

    [Theory, MemberData(nameof(Comparisons))]
    public void The_nearest_are_those_by_comparing_all(TextComparison comparison)
    {
        var texts = Texts(2, 80);
        var index = Index(comparison, texts);
        for (var a = 0; a < texts.Count; a++)
        {
            var best = Enumerable.Range(0, texts.Count).Where(b => b != a).Select(b => index.Similarity(a, b)).OrderDescending().Take(5);
            index.NearestTo(a, 5).Select(near => near.Similarity).ShouldBe(best.Where(similarity => similarity > 0), 1e-9);
            index.Nearest(texts[a], 1)[0].Similarity.ShouldBe(1, 1e-9);
        }
    }

    [Theory, MemberData(nameof(Comparisons))]
    public void Changed_text_by_text_it_is_as_made_at_once(TextComparison comparison)
    {
        var random = new Random(3);
        var index = new TextIndex<int>(comparison);
        var held = new Dictionary<int, string>();
        foreach (var text in Texts(4, 400))
        {
            var key = random.Next(50);
            if (random.Next(4) == 0)
            {
                index.Remove(key);
                held.Remove(key);
            }
            else
            {
                index.Put(key, text);
                held[key] = text;
            }
        }

        var fresh = new TextIndex<int>(comparison);
        foreach (var (key, text) in held.OrderByDescending(entry => entry.Key))
            fresh.Put(key, text);
        index.Count.ShouldBe(held.Count);
        foreach (var key in held.Keys)
        {
            var (one, other) = (index.NearestTo(key, 100), fresh.NearestTo(key, 100));
            one.Count.ShouldBe(other.Count);
            one.OrderBy(near => near.Key)
                .Zip(other.OrderBy(near => near.Key))
                .ShouldAllBe(pair => pair.First.Key == pair.Second.Key && Math.Abs(pair.First.Similarity - pair.Second.Similarity) < 1e-9);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Between_texts_that_did_not_shift_similarities_stay(int seed)
    {
        var random = new Random(seed);
        var index = new TextIndex<int>(TextComparison.Statements);
        foreach (var (key, text) in Texts(seed, 60).Index())
            index.Put(key, text);
        index.TakeShifted().ShouldBeNull();
        var texts = Texts(seed + 10, 120);
        var stayed = 0;
        for (var round = 0; round < 120; round++)
        {
            var before = Pairs(index, 60);
            var changed = random.Next(60);
            if (index.Contains(changed) && random.Next(4) == 0)
                index.Remove(changed);
            else
                index.Put(changed, texts[round]);
            if (index.TakeShifted() is not { } shifted)
                continue;
            shifted.ShouldContain(changed);
            foreach (var (pair, similarity) in before.Where(pair => !shifted.Contains(pair.Key.Item1) && !shifted.Contains(pair.Key.Item2)))
            {
                index.Similarity(pair.Item1, pair.Item2).ShouldBe(similarity);
                stayed++;
            }
        }

        stayed.ShouldBeGreaterThan(1000);
    }

    [Theory, InlineData(0.3), InlineData(0.5), InlineData(0.7), InlineData(0.9)]
    public void Alike_texts_only_are_those_of_all_that_are_alike(double atLeast)
    {
        var texts = Texts(8, 300);
        var index = Index(TextComparison.Statements, texts);
        for (var a = 0; a < texts.Count; a++)
        {
            var expected = Enumerable.Range(0, texts.Count).Where(b => b != a && index.Similarity(a, b) >= atLeast + 1e-9);
            index.NearestTo(a, int.MaxValue, atLeast).Where(near => near.Similarity >= atLeast + 1e-9).Select(near => near.Key).ShouldBe(expected, ignoreOrder: true);
        }
    }

    [Fact]
    public void What_says_the_same_in_other_inflections_is_near()
    {
        var index = new TextIndex<string>(TextComparison.Statements);
        index.Put("bill", "Customers cannot read their bills");
        index.Put("wait", "Callers wait too long for an agent");
        index.Put("menu", "The phone menu has no end");
        index.Nearest("A customer could not read the bill", 3)[0].Key.ShouldBe("bill");
        index.Nearest("Waiting for agents takes a caller too long", 3)[0].Key.ShouldBe("wait");
    }

    [Fact]
    public void Nothing_is_like_a_text_without_a_word()
    {
        var index = new TextIndex<int>(TextComparison.Statements);
        index.Nearest("anything", 3).ShouldBeEmpty();
        index.Put(1, " … ");
        index.Put(2, "the");
        index.Nearest("…", 3).ShouldBeEmpty();
        index.NearestTo(1, 3).ShouldBeEmpty();
        index.NearestTo(7, 3).ShouldBeEmpty();
        index.Similarity(1, 1).ShouldBe(0);
        // Of stop words alone it is still a text.
        index.Nearest("The", 3).Single().ShouldBe(new Neighbour<int>(2, 1));
    }

    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(0.55, 2)]
    [InlineData(0.7, 2)]
    [InlineData(0.9, 3)]
    [InlineData(1, 2)]
    public void All_pairs_are_those_by_comparing_each_with_each(double threshold, int threads)
    {
        foreach (var comparison in Comparisons.Select(row => row.Data))
        {
            var texts = Texts(5, 250);
            var expected = NearDuplicates.ByComparingAll(texts, comparison, threshold);
            if (threshold < 0.8)
                expected.Count.ShouldBeGreaterThan(5);
            NearDuplicates.Pairs(texts, comparison, threshold, threads).ShouldBe(expected);
        }
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        var texts = Texts(6, 200);
        var order = Enumerable.Range(0, texts.Count).ToArray();
        new Random(7).Shuffle(order);
        var straight = NearDuplicates.Pairs(texts, TextComparison.Statements, 0.6).Select(pair => (pair.First, pair.Second)).ToHashSet();
        var shuffled = NearDuplicates.Pairs([.. order.Select(at => texts[at])], TextComparison.Statements, 0.6).Select(pair => (order[pair.First], order[pair.Second]));
        shuffled.Select(pair => (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2))).ToHashSet().SetEquals(straight).ShouldBeTrue();
    }

    [Fact]
    public void Few_texts_have_few_pairs()
    {
        NearDuplicates.Pairs([], TextComparison.Statements, 0.7).ShouldBeEmpty();
        NearDuplicates.Pairs(["one"], TextComparison.Statements, 0.7).ShouldBeEmpty();
        NearDuplicates.Pairs(["", "", "…"], TextComparison.Statements, 0.7).ShouldBeEmpty();
        NearDuplicates
            .Pairs(["the bill", "The bill!"], TextComparison.Statements, 1)
            .Single()
            .ShouldSatisfyAllConditions(pair => pair.First.ShouldBe(0), pair => pair.Second.ShouldBe(1));
        Should.Throw<ArgumentOutOfRangeException>(() => NearDuplicates.Pairs([], TextComparison.Statements, 0));
    }

    // Random sentences, every third a slight change of an earlier one.
    private static List<string> Texts(int seed, int count)
    {
        var random = new Random(seed);
        var texts = new List<string>();
        while (texts.Count < count)
        {
            var words =
                texts.Count > 0 && random.Next(3) == 0
                    ? [.. texts[random.Next(texts.Count)].Split(' ')]
                    : Enumerable.Range(0, random.Next(2, 12)).Select(_ => Words[random.Next(Words.Length)]).ToList();
            words[random.Next(words.Count)] = Words[random.Next(Words.Length)];
            texts.Add(string.Join(' ', words));
        }

        return texts;
    }

    private static Dictionary<(int, int), double> Pairs(TextIndex<int> index, int count)
    {
        var held = Enumerable.Range(0, count).Where(index.Contains).ToList();
        return held.SelectMany(a => held.Where(b => b > a).Select(b => (a, b))).ToDictionary(pair => pair, pair => index.Similarity(pair.a, pair.b));
    }

    private static TextIndex<int> Index(TextComparison comparison, List<string> texts)
    {
        var index = new TextIndex<int>(comparison);
        foreach (var (key, text) in texts.Index())
            index.Put(key, text);
        return index;
    }
}
