using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Redthread.Domain.Desk;
using Redthread.Domain.Threads;

namespace Redthread.Web.Features.Desk;

/// <summary>A number of a detector's rule that an organisation may set otherwise.</summary>
public sealed record Threshold(string Key, string Label, double Usual, double Least, double Most);

/// <summary>What a detector says of itself, on its page and in the documentation alike.</summary>
/// <param name="Id">Stable for ever: programs and dismissals name it.</param>
/// <param name="Means">Why it matters, for somebody who never heard of it.</param>
/// <param name="Rule">Exactly when it finds something; {key} stands for a threshold.</param>
/// <param name="Grading">When the severity is high, medium or low.</param>
/// <param name="Cost">In numbers of objects.</param>
public sealed record DetectorText(string Id, string Name, string Means, string Rule, string Grading, string Cost);

/// <param name="Other">The second of a pair.</param>
public readonly record struct Subject(Guid Id, Guid Other = default);

/// <param name="Key">What makes the line this line; the text where it holds nothing that only the clock changes.</param>
public sealed record EvidenceLine(string Text, string Href = "", string? Key = null);

public sealed record Step(string Label, string Href);

/// <summary>One failure, as its detector sees it now.</summary>
public sealed record Found(Subject Subject, Severity Severity, string Title, IReadOnlyList<EvidenceLine> Evidence, Step Step, Guid? OwnerTeamId = null, Guid? OwnerPersonId = null)
{
    public bool Says(Found other) => this with { Evidence = other.Evidence } == other && Evidence.SequenceEqual(other.Evidence);

    /// <summary>The same evidence in whatever order has the same fingerprint.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Evidence.Select(line => line.Key ?? line.Text).Order(StringComparer.Ordinal)))))[..16];
}

/// <summary>The thresholds a detector runs with.</summary>
public sealed class Limits(IReadOnlyList<Threshold> usual, string set = "")
{
    private readonly Dictionary<string, double> values = Parse(usual, set);

    public double this[string key] => values[key];

    public int Whole(string key) => (int)Math.Round(values[key]);

    /// <summary>The rule with its numbers in it.</summary>
    public string In(string rule) => values.Aggregate(rule, (text, pair) => text.Replace($"{{{pair.Key}}}", pair.Value.ToString("0.##", CultureInfo.InvariantCulture)));

    private static Dictionary<string, double> Parse(IReadOnlyList<Threshold> usual, string set)
    {
        var values = usual.ToDictionary(one => one.Key, one => one.Usual);
        foreach (var pair in set.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')))
        {
            if (pair.Length == 2 && values.ContainsKey(pair[0]) && double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                values[pair[0]] = value;
        }

        return values;
    }
}

/// <summary>What a change may have altered: objects, and the stages they are on.</summary>
/// <param name="Kinds">Of the objects that were changed themselves.</param>
/// <param name="Ground">A stage is measured, owned or named otherwise than before, or a team is.</param>
public sealed record Touched(IReadOnlySet<Guid> Objects, IReadOnlySet<Guid> Stages, IReadOnlySet<ThreadKind> Kinds, bool Ground);

/// <summary>Finds one kind of coordination failure. It only looks: the same world gives the same findings.</summary>
public abstract class Detector
{
    public abstract DetectorText Text { get; }

    public virtual IReadOnlyList<Threshold> Thresholds => [];

    /// <summary>One of the eight a new installation starts with.</summary>
    public virtual bool First => false;

    /// <summary>What it judges by beside the ledger; the rest of a world may be empty.</summary>
    public virtual DeskFacts Needs => DeskFacts.None;

    /// <summary>Whether there is anything in the world that it could judge.</summary>
    public abstract bool HasData(DeskWorld world);

    /// <param name="touched">Only what these may have altered; null is everything.</param>
    public abstract IEnumerable<Found> Find(DeskWorld world, Limits limits, Touched? touched);

    /// <summary>Which of its findings a look at what was touched would have found again, if they were still there.</summary>
    public abstract IEnumerable<Subject> LookedAt(Touched touched, IReadOnlyDictionary<Subject, Found> known);

    protected static IEnumerable<Subject> Among(IEnumerable<Guid> ids, IReadOnlyDictionary<Subject, Found> known) => ids.Select(id => new Subject(id)).Where(known.ContainsKey);

    protected static string Days(double days) => days < 1.5 ? "a day" : $"{days:0} days";

    protected static EvidenceLine Line(ThreadObject row, string? says = null) =>
        new($"{ThreadName.Of(row.Kind, row.Number)} {row.Title}{(says is null ? "" : $": {says}")}", ThreadName.Address(row.Kind, row.Number), ThreadName.Of(row.Kind, row.Number));
}

/// <summary>Judges one object of threads at a time.</summary>
public abstract class ObjectDetector<T> : Detector
    where T : ThreadObject
{
    public sealed override bool HasData(DeskWorld world) => world.Ledger.Live<T>().Any(row => IsDue(world, row));

    public sealed override IEnumerable<Found> Find(DeskWorld world, Limits limits, Touched? touched) =>
        (touched is null ? world.Ledger.Live<T>() : touched.Objects.Select(world.Ledger.Find).OfType<T>().Where(Threads.Ledger.IsLive))
            .Where(row => IsDue(world, row))
            .Select(row => Judge(world, limits, row))
            .OfType<Found>();

    public sealed override IEnumerable<Subject> LookedAt(Touched touched, IReadOnlyDictionary<Subject, Found> known) => Among(touched.Objects, known);

    /// <summary>Whether the rule speaks of this object at all.</summary>
    protected virtual bool IsDue(DeskWorld world, T row) => true;

    protected abstract Found? Judge(DeskWorld world, Limits limits, T row);
}

/// <summary>Judges one stage at a time.</summary>
public abstract class StageDetector : Detector
{
    public sealed override DeskFacts Needs => DeskFacts.Stages;

    public override bool HasData(DeskWorld world) => world.Stages.Count > 0;

    public sealed override IEnumerable<Found> Find(DeskWorld world, Limits limits, Touched? touched) =>
        (touched is null ? world.Stages.Values : touched.Stages.Select(id => world.Stages.GetValueOrDefault(id)).OfType<StageFact>())
            .Select(stage => Judge(world, limits, stage))
            .OfType<Found>();

    public sealed override IEnumerable<Subject> LookedAt(Touched touched, IReadOnlyDictionary<Subject, Found> known) => Among(touched.Stages, known);

    protected abstract Found? Judge(DeskWorld world, Limits limits, StageFact stage);
}

/// <summary>Judges what there are few of, all of them at every look that may find anything else.</summary>
public abstract class WholeDetector : Detector
{
    public sealed override IEnumerable<Found> Find(DeskWorld world, Limits limits, Touched? touched) => touched is null || IsTouched(touched) ? Judge(world, limits) : [];

    public sealed override IEnumerable<Subject> LookedAt(Touched touched, IReadOnlyDictionary<Subject, Found> known) => IsTouched(touched) ? known.Keys : [];

    /// <summary>Whether what was touched may alter anything that it judges by.</summary>
    protected virtual bool IsTouched(Touched touched) => true;

    protected abstract IEnumerable<Found> Judge(DeskWorld world, Limits limits);
}
