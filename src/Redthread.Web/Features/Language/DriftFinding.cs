using Redthread.Statistics;

namespace Redthread.Web.Features.Language;

public enum DriftKind
{
    /// <summary>One word with two live definitions, or a definition that a team objects to, or a term that another tells to avoid.</summary>
    Rival,

    /// <summary>A word to avoid, in use by a team.</summary>
    Avoided,

    /// <summary>A frequent phrase that nobody defined.</summary>
    Undefined,
}

/// <summary>Where a word was written.</summary>
/// <param name="Name">Of the object: I-12.</param>
public sealed record DriftExample(string Name, string Title, string Href, DateTime At);

/// <summary>One sense of a rival word, or one objection to it.</summary>
/// <param name="Text">A definition, or the reason of an objection.</param>
/// <param name="By">The owner of the definition, or the team or term that objects.</param>
public sealed record DriftSense(string Text, string? By, string Href, bool Objection);

/// <summary>A place where the language of the organisation comes apart.</summary>
/// <param name="Subject">The term's id; of a phrase an id made of its stems, the same each time.</param>
/// <param name="TermKey">Null for an undefined phrase.</param>
/// <param name="Word">The rival word, the word to avoid, or the phrase.</param>
/// <param name="Instead">What to say instead of a word to avoid.</param>
/// <param name="Team">Who writes it; null for a text of nobody's team, and where no team is meant.</param>
/// <param name="Count">Texts that hold it: in all for rivals and phrases, within twelve months for words to avoid.</param>
/// <param name="Recent">Of these, within the running month and the two before.</param>
/// <param name="Months">Texts that hold it, month by month, the running month last.</param>
/// <param name="Trend">Of the share of the team's texts that hold it, in points of per cent per month.</param>
/// <param name="Value">C-value of a phrase.</param>
/// <param name="Examples">The newest texts that hold it.</param>
/// <param name="Senses">Of a rival word.</param>
/// <param name="Href">Where it is looked at.</param>
public sealed record DriftFinding(
    DriftKind Kind,
    Guid Subject,
    Guid? TermId,
    string? TermKey,
    string Word,
    string? Instead,
    Guid? TeamId,
    string? Team,
    Guid? OwnerPersonId,
    int Count,
    int Recent,
    IReadOnlyList<int> Months,
    TrendResult? Trend,
    double Value,
    IReadOnlyList<DriftExample> Examples,
    IReadOnlyList<DriftSense> Senses,
    string Href
)
{
    /// <summary>In one sentence, without the word itself.</summary>
    public string Problem =>
        Kind switch
        {
            DriftKind.Rival when Senses.Count(sense => !sense.Objection) > 1 => $"has {Senses.Count(sense => !sense.Objection)} live definitions",
            DriftKind.Rival => $"is objected to by {string.Join(", ", Senses.Where(sense => sense.Objection).Select(sense => sense.By))}",
            DriftKind.Avoided => $"is to be avoided (say “{Instead}”); {Team ?? "nobody’s team"} wrote it in {Count} {(Count == 1 ? "text" : "texts")} of the last 12 months",
            _ => $"is written in {Count} texts and defined nowhere",
        };

    /// <summary>Rising and falling are said only of what is no chance at 95 %.</summary>
    public string TrendWords =>
        Trend switch
        {
            null => "",
            { State: not TrendState.Ok } => "too few months",
            { PValue: < 0.05, Slope: > 0 } => "rising",
            { PValue: < 0.05, Slope: < 0 } => "falling",
            _ => "no trend",
        };
}
