using Redthread.Web.Ui;

namespace Redthread.Web.Features.Picture;

/// <summary>The whole Picture for one period and one choice of filters.</summary>
public sealed record PictureModel
{
    /// <summary>The answer in one sentence: "3 stages fail without a decision; worst: Phone menu, 22".</summary>
    public required string Headline { get; init; }
    public required PictureSubtitle Subtitle { get; init; }
    public required PictureFilters Filters { get; init; }
    public required PictureLegend Legend { get; init; }
    public required PictureLinks Links { get; init; }
    public PictureView View { get; init; } = PictureView.Map;
    public IReadOnlyList<LifecycleModel> Lifecycles { get; init; } = [];
    public IReadOnlyList<ChangeItem> Changed { get; init; } = [];
    public BreakList? Breaks { get; init; }
    public IReadOnlyList<UnknownItem> Unknown { get; init; } = [];
    public IReadOnlyList<OutcomeItem> Outcomes { get; init; } = [];

    /// <summary>The stage that the address has opened, if it names one that exists.</summary>
    public StagePanelModel? Panel { get; init; }

    /// <summary>Set while something the Picture needs is missing; journeys, if any, are still drawn below it.</summary>
    public PictureEmpty? Empty { get; init; }

    /// <summary>What the address named in vain, each in a sentence.</summary>
    public IReadOnlyList<string> NamedInVain { get; init; } = [];

    public IEnumerable<JourneyModel> Journeys => Lifecycles.SelectMany(lifecycle => lifecycle.Journeys);

    public IEnumerable<StageModel> Stages => Journeys.SelectMany(journey => journey.Stages);
}

public enum PictureView
{
    Map,
    Table,
}

/// <param name="PeriodLabel">"Q2 2026", "May 2026".</param>
/// <param name="NewestAge">"2 minutes ago"; null when there is no signal at all.</param>
/// <param name="Fresh">Signals arrive at present, which the dot beside the age shows.</param>
public sealed record PictureSubtitle(string PeriodLabel, long Signals, string Customers, string? NewestAge, bool Fresh);

/// <summary>A GET form: each filter is one parameter of the address.</summary>
/// <param name="ClearHref">The Picture without filters; null when none is chosen.</param>
/// <param name="Kept">Parameters that are not filters and must survive the form, such as the view.</param>
public sealed record PictureFilters(IReadOnlyList<PictureFilter> All, string? ClearHref = null)
{
    public string Action { get; init; } = "/";
    public IReadOnlyList<KeyValuePair<string, string>> Kept { get; init; } = [];
}

/// <param name="Name">The parameter: segment, channel, period-kind, period, journey.</param>
/// <param name="Options">The one with the empty value stands for all.</param>
/// <param name="Narrows">Whether its choice hides part of the evidence; a period does not.</param>
public sealed record PictureFilter(string Name, string Label, IReadOnlyList<SelectOption> Options, string Value, bool Narrows = true);

/// <param name="CutPoints">The framework's four, lowest first.</param>
/// <param name="FrameworkLabel">"Framework 3, agreed 2 April".</param>
/// <param name="StagesDiffer">Some stage has cut points of its own.</param>
public sealed record PictureLegend(IReadOnlyList<double> CutPoints, string FrameworkLabel, string FrameworkHref, int FreshnessDays, int MinimumN, bool StagesDiffer = false);

/// <param name="Display">This Picture for a wall screen.</param>
/// <param name="LeaveDisplay">Back from the wall screen; set only in display mode.</param>
public sealed record PictureLinks(string Map, string Table, string Display, string? LeaveDisplay = null);

/// <summary>What belongs here, why it matters, and the one next step.</summary>
public sealed record PictureEmpty(string Title, string Why, string ActionLabel, string ActionHref, string? SecondLabel = null, string? SecondHref = null)
{
    public static PictureEmpty NoJourneys(string newJourneyHref, string? sampleHref) =>
        new(
            "The Picture begins with a journey",
            "A journey is what a customer goes through to reach a goal, stage by stage, told from their side. Draw the first one, or take one from a template; every score, signal and decision will hang on its stages.",
            "Draw the first journey",
            newJourneyHref,
            sampleHref is null ? null : "Load the sample organisation",
            sampleHref
        );

    public static PictureEmpty NoSignals(string importHref, string? sampleHref) =>
        new(
            "The stages are drawn; nobody has been heard yet",
            "Signals are survey answers, tickets, reviews, calls and events. Import a file of them and each stage below gets its score, with how sure it is and how fresh.",
            "Import signals",
            importHref,
            sampleHref is null ? null : "Load the sample organisation",
            sampleHref
        );

    public static PictureEmpty NoFramework(string frameworkHref) =>
        new(
            "Signals are here; what counts is not agreed yet",
            "A framework says which measures count in which stage, what is good, weak and failing, and how fresh evidence must be. Until one is agreed there is no score to show.",
            "Agree a framework",
            frameworkHref
        );

    public static PictureEmpty NothingMatches(string clearHref) =>
        new(
            "No signal matches these filters",
            "Nobody of this segment, channel and period has been heard. That is worth knowing too: it may be where the organisation does not listen.",
            "Show everyone",
            clearHref
        );
}
