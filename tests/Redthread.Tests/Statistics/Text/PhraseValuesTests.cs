using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Text;

public sealed class PhraseValuesTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Changed_phrase_by_phrase_they_are_as_counted_at_once(int seed)
    {
        var random = new Random(seed);
        var (values, frequencies) = (new PhraseValues(), new Dictionary<string, int>());
        for (var round = 0; round < 200; round++)
        {
            var changed = new Dictionary<string, int>();
            for (var more = random.Next(1, 6); more > 0; more--)
                changed[string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => "abc"[random.Next(3)]))] = random.Next(3) == 0 ? 0 : random.Next(1, 20);
            foreach (var (phrase, frequency) in changed)
            {
                if (frequency == 0)
                    frequencies.Remove(phrase);
                else
                    frequencies[phrase] = frequency;
            }

            values.Set(changed);
            values.Best().ShouldBe(CValue.Of(frequencies).Where(value => value.Value > 0), $"round {round}");
        }
    }

    [Fact]
    public void Of_nothing_there_is_none()
    {
        var values = new PhraseValues();
        values.Best().ShouldBeEmpty();
        values.Set([KeyValuePair.Create("a b", 3), KeyValuePair.Create("a", 9)]);
        values.Best().Single().Frequency.ShouldBe(3);
        values.Set([KeyValuePair.Create("a b", 0)]);
        values.Best().ShouldBeEmpty();
    }
}
