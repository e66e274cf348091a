using Redthread.Statistics;
using Redthread.Tests.Ingestion;

namespace Redthread.Tests.Statistics.Text;

public sealed class EnglishStemmerTests
{
    [Fact]
    public void Stems_are_those_published()
    {
        var rows = File.ReadAllLines(Path.Combine(SharedData.Root, "tests", "Redthread.Tests", "Statistics", "Text", "english-vocabulary.txt"))
            .Where(line => line[0] != '#')
            .ToList();
        rows.Count.ShouldBeGreaterThan(300);
        rows.Where(row => EnglishStemmer.Stem(row.Split(' ')[0]) != row.Split(' ')[1]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("customers", "customer")]
    [InlineData("customer’s", "customer's")]
    [InlineData("waiting", "waited")]
    [InlineData("queries", "query")]
    public void Inflections_share_a_stem(string one, string other) => EnglishStemmer.Stem(one).ShouldBe(EnglishStemmer.Stem(other));

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("''''")]
    [InlineData("日本語")]
    [InlineData("gâteaux")]
    [InlineData("123s")]
    public void Any_text_has_a_stem(string word) => EnglishStemmer.Stem(word).Length.ShouldBeLessThanOrEqualTo(word.Length);
}
