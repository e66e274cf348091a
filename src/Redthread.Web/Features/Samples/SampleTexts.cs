using System.Globalization;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Samples;

/// <summary>Puts verbatims together from their parts.</summary>
internal sealed class SampleTexts(SampleSentences sentences)
{
    private static readonly string[] Ordinals = ["second", "third", "fourth", "fifth", "sixth", "seventh"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public string About(SampleRandom random, string stage, bool good)
    {
        var cores = good ? sentences.Stages[stage].Good : sentences.Stages[stage].Bad;
        var details = good ? sentences.GoodDetails : sentences.BadDetails;
        var closings = good ? sentences.GoodClosings : sentences.BadClosings;
        return Join(random, random.Of(sentences.Openings), random.Of(cores), random.Of(details), random.Of(closings));
    }

    public string Unplaced(SampleRandom random) => Join(random, random.Of(sentences.Openings), random.Of(sentences.Unplaced), random.Of(sentences.BadDetails), "");

    private string Join(SampleRandom random, string opening, string core, string detail, string closing)
    {
        var text = Sentence.Begin(Fill(random, opening + core));
        return string.Join(' ', new[] { text, Fill(random, detail), closing }.Where(part => part.Length > 0));
    }

    private string Fill(SampleRandom random, string text)
    {
        if (!text.Contains('{'))
            return text;
        var number = random.Below(Ordinals.Length);
        return text.Replace("{nth}", Ordinals[number], StringComparison.Ordinal)
            .Replace("{n}", (number + 2).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{day}", random.Of(Days), StringComparison.Ordinal)
            .Replace("{device}", random.Of(sentences.Devices), StringComparison.Ordinal);
    }
}
