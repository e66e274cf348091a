using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Signals;
using Redthread.Web.Features.Frameworks;
using Redthread.Web.Features.Journeys;
using Redthread.Web.Features.Landscapes;
using Redthread.Web.Features.Measures;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Mappings;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Samples;

/// <summary>
/// Two years of a made-up telecom operator up to a day, with facts planted in them that Redthread must find: see
/// docs/sample-organisation.md. The same day gives the same data.
/// </summary>
public sealed class SampleOrganisation(
    IDbContextFactory<RedthreadContext> contexts,
    SamplePeople people,
    SaveJourney journeys,
    SaveMeasure measures,
    SampleFramework framework,
    SampleImport imports,
    SampleCustomerFacts facts,
    SampleThreads threads,
    SampleAgreement agreement,
    SampleRhythm rhythm,
    SampleConversations conversations,
    SampleLanguage language,
    SampleClaims claims,
    SampleLogs logs,
    LandscapeSource landscapes,
    ISignalStore signals,
    CustomerPseudonym pseudonym,
    ChangeFeed feed,
    TimeProvider time
)
{
    /// <param name="Password">Of the steward; kept nowhere else.</param>
    public sealed record Loaded(DateOnly AsOf, string Email, string Password, long Signals, long Customers, long Waiting, double Seconds);

    public async Task<bool> IsEmptyAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return !await context.Journeys.AnyAsync(cancel)
            && !await context.Segments.AnyAsync(cancel)
            && !await context.Frameworks.AnyAsync(cancel)
            && !await context.People.AnyAsync(person => person.NormalizedEmail == SamplePeople.StewardEmail, cancel)
            && (await signals.ReadOverviewAsync(cancel)).Signals == 0;
    }

    /// <param name="asOf">The day the two years end; today when left out.</param>
    public async Task<Result<Loaded>> LoadAsync(DateOnly? asOf, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (asOf > today)
            return Error.Invalid("sample-future", $"The sample ends on a day that has come, {today:yyyy-MM-dd} at the latest.");
        if (!await IsEmptyAsync(cancel))
            return Error.Conflict(
                "store-not-empty",
                "The sample organisation goes into an empty store only, so that made-up data never mixes with yours. Name an empty data folder with --data. Nothing was changed."
            );
        var calendar = new SampleCalendar(asOf ?? today);
        var made = await people.MakeAsync(cancel);
        if (await MakeGroundAsync(calendar, made.Steward, cancel) is { } error)
            return error;
        if (await framework.AgreeAsync(made, cancel) is { } disagreed)
            return disagreed;
        if (await AppendAsync(calendar, made.Steward, cancel) is { } failed)
            return failed;
        if (await facts.LoadAsync(calendar, made.Steward, cancel) is { } unknown)
            return unknown;
        await threads.LoadAsync(calendar, made.Steward, cancel);
        await agreement.LoadAsync(calendar, made, cancel);
        await rhythm.LoadAsync(calendar, made, cancel);
        await language.LoadAsync(calendar, made, cancel);
        feed.Announce();
        if (await claims.LoadAsync(calendar, made.Steward, await TeamsAsync(cancel), cancel) is { } unsaid)
            return unsaid;
        if (await conversations.LoadAsync(calendar, made.Steward, cancel) is { } unspoken)
            return unspoken;
        if (await logs.LoadAsync(calendar, made.Steward, cancel) is { } unlogged)
            return unlogged;
        feed.Announce();
        var overview = await signals.ReadOverviewAsync(cancel);
        return new Loaded(
            calendar.AsOf,
            SamplePeople.StewardEmail,
            made.Password,
            overview.Signals,
            overview.Customers,
            overview.Waiting,
            time.GetElapsedTime(started).TotalSeconds
        );
    }

    private async Task<Dictionary<string, Guid>> TeamsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Teams.ToDictionaryAsync(row => row.Key, row => row.Id, cancel);
    }

    private async Task<Error?> MakeGroundAsync(SampleCalendar calendar, Actor steward, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var segments = SampleGround.Segments();
        context.AddRange(SampleGround.Channels());
        context.AddRange(segments);
        context.AddRange(SampleGround.Personas(segments));
        context.AddRange(SampleGround.Needs());
        context.AddRange(
            SampleGround.Sources.Select(source => new Source
            {
                Key = source.Key,
                Name = source.Name,
                Kind = source.Kind,
                CreatedAt = now,
            })
        );
        context.Add(
            new SavedMapping
            {
                Key = "sample-relationship-survey",
                Yaml = SampleFiles.Survey,
                ChangedAt = now,
            }
        );
        await context.SaveChangesAsync(cancel);
        foreach (var file in SampleFiles.Journeys)
        {
            if ((await journeys.HandleAsync(steward, new SaveJourney.Request(file, 0), cancel)).Error is { } error)
                return error;
        }

        var known = await context.Measures.Select(measure => measure.Key).ToListAsync(cancel);
        var missing = ShippedMeasures.All.Where(entry => !known.Contains(entry.Measure)).Select(entry => new SaveMeasure.Request(entry, 0)).ToList();
        if ((await measures.SaveAllAsync(steward, missing, cancel)).Error is { } unmeasured)
            return unmeasured;
        var drawn = await context.Journeys.AsNoTracking().Include(journey => journey.Stages).ToListAsync(cancel);
        context.AddRange(SampleGround.Notes(calendar, drawn, steward.Name, now));
        context.AddRange(SampleGround.Traffic(calendar, drawn, segments));
        await context.SaveChangesAsync(cancel);
        feed.Announce();
        return null;
    }

    private async Task<Error?> AppendAsync(SampleCalendar calendar, Actor steward, CancellationToken cancel)
    {
        var levels = new SampleLevels(calendar);
        var customers = new SampleCustomers(300);
        var texts = new SampleTexts(SampleFiles.Sentences);
        var survey = new SampleSurvey(calendar, customers, levels, texts, Mapping.Parse(SampleFiles.Survey).Value!);
        for (var wave = 0; wave < 2; wave++)
        {
            if (await imports.FileAsync(steward, $"sample-survey-wave-{wave + 1}.csv", survey.Csv(wave), cancel) is { } error)
                return error;
        }

        var names = new SampleNames((await landscapes.ReadAsync(cancel)).Vocabulary(), pseudonym);
        var live = new SampleSignals(calendar, customers, levels, texts, names);
        await imports.AppendAsync("sample-short-surveys", live.ShortSurveys(), cancel);
        await imports.AppendAsync("sample-calls", live.CallRecords(), cancel);
        await imports.AppendAsync("sample-tickets", live.TicketSignals(), cancel);
        await imports.AppendAsync("sample-reviews", live.AppReviews(), cancel);
        return null;
    }
}
