using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.Measures;
using Redthread.Domain.People;
using Redthread.Web.Features.Imports;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Measures;
using Redthread.Web.Ingestion;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>Saves a repeat contact, loop, drop-off or wait as a measure, with one reading for each case, and follows it: when the log changes, it is read again.</summary>
public sealed class SaveFinding(
    IDbContextFactory<RedthreadContext> contexts,
    LogQueries logs,
    LandscapeSource landscapes,
    SaveMeasure measures,
    StartImport sources,
    FollowFindings follow,
    TimeProvider time
)
{
    internal const double MostHours = 24 * 366 * 10;

    public sealed record Request
    {
        /// <summary>repeat, loop, drop-off or wait.</summary>
        public string? Kind { get; init; }

        /// <summary>Of a loop and a drop-off; of a wait where it begins.</summary>
        public string? Activity { get; init; }

        /// <summary>Of a wait, where it ends.</summary>
        public string? Next { get; init; }

        /// <summary>Where its readings belong, as join/order.</summary>
        public string? Stage { get; init; }

        /// <summary>Of a wait: hours that earn nothing; nobody should wait so long.</summary>
        public double? Bad { get; init; }

        /// <summary>Of a wait: hours that earn everything.</summary>
        public double? Good { get; init; }
    }

    /// <param name="Readings">One for each case.</param>
    /// <param name="New">Of these, not yet known.</param>
    public sealed record Saved(string Measure, int Readings, int New);

    public async Task<Result<Saved>> HandleAsync(Actor actor, int number, LogFilter filter, Request request, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditMeasures) is { } denied || (denied = actor.Lacks(Permission.ImportSignals)) is not null)
            return denied;
        var opened = await logs.ViewAsync(number, filter, cancel);
        if (opened.Error is { } error)
            return error;
        var view = opened.Value;
        var landscape = await landscapes.ReadAsync(cancel);
        if (landscape.FindStage(request.Stage?.Trim()) is not var (_, stage))
            return Error.Invalid("stage-missing", "Choose the stage at which this happens; there its readings count. Nothing was saved.");
        var found = Finding.Of(view, request.Kind, request.Activity, request.Next);
        if (found.Error is { } unknown)
            return unknown;
        if (found.Value.Values.Count == 0)
            return Error.Invalid("no-cases", "No case has a value to save. Nothing was saved.");
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var query = QueryOf(request.Kind, view);
        var followed = await context.LogFindings.FirstOrDefaultAsync(
            row => row.LogId == view.Row.Id && row.Kind == request.Kind && row.Activity == request.Activity && row.Next == request.Next && row.Query == query,
            cancel
        );
        var key = followed?.Measure ?? await FreeKeyAsync(context, view.Row, found.Value, cancel);
        var entry = Entry(key, found.Value, request, landscape);
        if (entry.Error is { } wrong)
            return wrong;
        var measure = await measures.HandleAsync(actor, new SaveMeasure.Request(entry.Value, null), cancel);
        if (measure.Error is { } refused)
            return refused;
        if (followed is null)
        {
            var source = await sources.SourceAsync(context, view.Row.Name, cancel);
            if (source.Error is { } unnamed)
                return unnamed;
            followed = new LogFinding
            {
                LogId = view.Row.Id,
                Kind = request.Kind ?? "",
                Activity = request.Activity,
                Next = request.Next,
                Query = query,
                Measure = key,
                SourceId = source.Value.Id,
                SavedBy = actor.Name,
            };
            context.LogFindings.Add(followed);
        }

        (followed.StageId, followed.ReadAt) = (stage.Id, time.GetUtcNow().UtcDateTime);
        if (await context.TrySaveAsync(cancel) is { } stale)
            return stale;
        var read = await follow.ReadAsync(actor, context, followed, view, cancel);
        return read.Error is { } failed ? failed : new Saved(key, read.Value.Readings, read.Value.New);
    }

    /// <summary>What of an address makes another finding: which cases, how they are read, and of repeats which contacts, also where these were guessed.</summary>
    private static string QueryOf(string? kind, LogView view)
    {
        var asked = view.Filter;
        var cases = new LogFilter
        {
            From = asked.From,
            To = asked.To,
            Channel = asked.Channel,
            Ends = asked.Ends,
            Segment = asked.Segment,
            Join = asked.Join,
            Holes = asked.Holes,
            Quiet = kind == "drop-off" ? asked.Quiet : null,
        };
        if (kind == "repeat")
            cases = cases with
            {
                Window = asked.Window,
                Contacts = view.Repeats.Choice is ContactChoice.Named or ContactChoice.Guessed ? [.. view.Repeats.Contacts.Order(StringComparer.Ordinal)] : asked.Contacts,
            };
        return cases.Query();
    }

    /// <summary>After the log's name and what is found, so that the log of next month goes on with it; another log that is called so has its own.</summary>
    private static async Task<string> FreeKeyAsync(RedthreadContext context, UploadedLog row, Finding found, CancellationToken cancel)
    {
        var taken = await context.LogFindings.Select(finding => finding.Measure).ToListAsync(cancel);
        return Domain.Key.Free(KeyOf($"log {row.Name} {found.Short}"), taken);
    }

    // A measure that is there already stays as it is: who changed its mapping meant it.
    private static Result<MeasureEntry> Entry(string key, Finding found, Request request, Landscape landscape)
    {
        if (landscape.Measures.FirstOrDefault(one => one.Key == key && one.SupersededAt is null) is { } known)
            return MeasureEntry.Of(known);
        var entry = new MeasureEntry
        {
            Measure = key,
            Name = found.Name,
            Wording = found.Wording,
            Unit = found.IsWait ? "h" : "",
            Scale = [0, found.IsWait ? MostHours : 1],
            Direction = Domain.Measures.Direction.LowerIsBetter,
            Mapping = MappingKind.Target,
            MappingText = "1 0",
        };
        if (!found.IsWait)
            return entry;
        var good = request.Good ?? 0;
        return request.Bad is { } bad && double.IsFinite(bad) && double.IsFinite(good) && bad > good && good >= 0 && bad <= MostHours
            ? entry with
            {
                MappingText = string.Create(CultureInfo.InvariantCulture, $"{bad} {good}"),
            }
            : Error.Invalid("bad-missing", "Say after how many hours a wait earns nothing, and a smaller number at which it earns everything. Nothing was saved.");
    }

    // Long names of activities are cut, and then told apart by a digest.
    private static string KeyOf(string text) =>
        Key.From(text) is { Length: > 50 } key ? $"{key[..50].Trim('-')}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}" : Key.From(text);

    /// <summary>The id of a case's reading: of the case it says nothing that is not keyed, as cases can be called by their customer. Upper and lower case differ.</summary>
    internal static string IdOf(CustomerPseudonym pseudonym, string measure, string name) =>
        $"{measure}:{Convert.ToHexStringLower(pseudonym.Of(Convert.ToHexString(Encoding.UTF8.GetBytes(name))))}";
}
