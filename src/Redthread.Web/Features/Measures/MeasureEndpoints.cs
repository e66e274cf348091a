using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;
using Redthread.Domain.Measures;
using Redthread.Domain.People;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Measures;

public static class MeasureEndpoints
{
    public sealed record RevisionForm(int? Revision);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var measures = routes.MapGroup("/measures").ExcludeFromDescription();
        measures
            .MapGet("", (HttpContext http, MeasureQueries queries, CancellationToken cancel) => ListAsync(http, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewPicture);
        measures
            .MapPost(
                "",
                (HttpContext http, [FromForm] MeasureForm form, SaveMeasure save, MeasureQueries queries, CancellationToken cancel) =>
                    SaveAsync(http, form with { Revision = 0 }, save, queries, cancel)
            )
            .Needs(Permission.EditMeasures);
        measures
            .MapGet(
                "/new",
                (HttpContext http) =>
                    FormPage(
                        http,
                        new MeasureForm
                        {
                            ScaleMin = "1",
                            ScaleMax = "5",
                            MappingText = "1 5",
                        },
                        null,
                        null
                    )
            )
            .Needs(Permission.EditMeasures);
        measures.MapPost("/check", CheckAsync).Needs(Permission.EditMeasures);
        measures.MapPost("/shipped", AddShippedAsync).Needs(Permission.EditMeasures);
        measures.MapGet("/file", ExportAsync).Needs(Permission.ViewPicture);
        measures.MapPost("/file", ImportAsync).Needs(Permission.EditMeasures);
        measures
            .MapGet("/{key}", (HttpContext http, string key, MeasureQueries queries, CancellationToken cancel) => ViewAsync(http, key, queries, FormState.Empty, cancel))
            .Needs(Permission.ViewPicture);
        measures.MapGet("/{key}/edit", EditAsync).Needs(Permission.EditMeasures);
        measures
            .MapPost(
                "/{key}",
                (HttpContext http, string key, [FromForm] MeasureForm form, SaveMeasure save, MeasureQueries queries, CancellationToken cancel) =>
                    SaveAsync(http, form with { Measure = key }, save, queries, cancel)
            )
            .Needs(Permission.EditMeasures);
        measures
            .MapPost(
                "/{key}/archive",
                (HttpContext http, string key, [FromForm] RevisionForm form, SaveMeasure save, MeasureQueries queries, CancellationToken cancel) =>
                    ArchiveAsync(http, key, form, true, save, queries, cancel)
            )
            .Needs(Permission.EditMeasures);
        measures
            .MapPost(
                "/{key}/restoration",
                (HttpContext http, string key, [FromForm] RevisionForm form, SaveMeasure save, MeasureQueries queries, CancellationToken cancel) =>
                    ArchiveAsync(http, key, form, false, save, queries, cancel)
            )
            .Needs(Permission.EditMeasures);
    }

    private static async Task<IResult> ListAsync(HttpContext http, MeasureQueries queries, FormState form, CancellationToken cancel) =>
        Pages.Page<MeasuresPage>(
            new
            {
                Frame = http.Frame("Measures", "measures"),
                Model = await queries.ReadListAsync(cancel),
                CanEdit = http.Actor().Can(Permission.EditMeasures),
                Notice = int.TryParse(http.Request.Query["imported"], out var count)
                    ? $"{count} measures were added or changed. What the file did not name stayed as it was."
                    : null,
                Form = form,
            },
            form.Error?.Status() ?? 200
        );

    private static async Task<IResult> ViewAsync(HttpContext http, string key, MeasureQueries queries, FormState form, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(key, cancel);
        if (view.Error is { } error)
            return http.ErrorPage(error);
        var parameters = new
        {
            Frame = http.Frame(view.Value.Measure.Name, "measures"),
            Model = view.Value,
            CanEdit = http.Actor().Can(Permission.EditMeasures),
            Form = form,
        };
        return Pages.Page<MeasurePage>(parameters, form.Error?.Status() ?? 200);
    }

    private static async Task<IResult> EditAsync(HttpContext http, string key, MeasureQueries queries, CancellationToken cancel)
    {
        var view = await queries.ReadAsync(key, cancel);
        return view.Ok ? FormPage(http, MeasureForm.Of(view.Value.Measure), view.Value.Measure, null) : http.ErrorPage(view.Error!);
    }

    private static IResult FormPage(HttpContext http, MeasureForm form, Measure? before, Error? error) =>
        Pages.Page<MeasureFormPage>(
            new
            {
                Frame = http.Frame(before is null ? "New measure" : $"Change {before.Name}", "measures"),
                Form = form,
                Before = before,
                Error = error,
            },
            error?.Status() ?? 200
        );

    private static async Task<IResult> CheckAsync(HttpContext http, [FromForm] MeasureForm form, MeasureQueries queries, CancellationToken cancel)
    {
        var before = form.Revision == 0 ? null : await queries.ReadAsync(form.Measure ?? "", cancel);
        return FormPage(http, form, before is { Ok: true } ? before.Value.Measure : null, form.ToEntry().Check());
    }

    private static async Task<IResult> SaveAsync(HttpContext http, MeasureForm form, SaveMeasure save, MeasureQueries queries, CancellationToken cancel)
    {
        var before = form.Revision == 0 ? null : await queries.ReadAsync(form.Measure ?? "", cancel);
        // The form has no such field; a measure is archived on its page.
        var archived = before is { Ok: true } && before.Value.Measure.ArchivedAt is not null;
        var saved = await save.HandleAsync(http.Actor(), new SaveMeasure.Request(form.ToEntry() with { Archived = archived }, form.Revision), cancel);
        return saved.Ok ? Answers.SeeOther($"/measures/{saved.Value.Key}") : FormPage(http, form, before is { Ok: true } ? before.Value.Measure : null, saved.Error);
    }

    private static Task<IResult> ArchiveAsync(HttpContext http, string key, RevisionForm form, bool archived, SaveMeasure save, MeasureQueries queries, CancellationToken cancel) =>
        http.AfterFormAsync(save.SetArchivedAsync(http.Actor(), key, form.Revision, archived, cancel), $"/measures/{key}", form => ViewAsync(http, key, queries, form, cancel));

    private static async Task<IResult> AddShippedAsync(HttpContext http, SaveMeasure save, MeasureQueries queries, CancellationToken cancel)
    {
        var missing = (await queries.ReadListAsync(cancel)).Missing;
        return await http.AfterFormAsync(
            save.SaveAllAsync(http.Actor(), [.. missing.Select(entry => new SaveMeasure.Request(entry, 0))], cancel),
            $"/measures?imported={missing.Count}",
            form => ListAsync(http, queries, form, cancel)
        );
    }

    private static async Task<IResult> ExportAsync(MeasureQueries queries, CancellationToken cancel) =>
        TypedResults.Text(MeasureFile.ToYaml(await queries.ReadEntriesAsync(cancel)), "application/yaml");

    private static async Task<IResult> ImportAsync(HttpContext http, IFormFile? file, SaveMeasure save, MeasureQueries queries, CancellationToken cancel)
    {
        var parsed = MeasureFile.Parse(await UploadedText.ReadAsync(file, cancel));
        var saved = parsed.Ok ? await save.SaveAllAsync(http.Actor(), [.. parsed.Value.Select(entry => new SaveMeasure.Request(entry, null))], cancel) : parsed.Error!;
        return await http.AfterFormAsync(saved, all => $"/measures?imported={all.Count(one => one.Changed)}", form => ListAsync(http, queries, form, cancel));
    }
}

/// <summary>The text of a small uploaded file; a large one is cut where the readers refuse it.</summary>
public static class UploadedText
{
    private const int Longest = 2_000_001;

    public static async Task<string> ReadAsync(IFormFile? file, CancellationToken cancel) => file is null ? "" : await WholeText.ReadAsync(file.OpenReadStream(), cancel, Longest);
}
