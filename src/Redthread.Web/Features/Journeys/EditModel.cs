using Redthread.Domain.Journeys;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Journeys;

/// <summary>The editing page: the journey as it is now, and what a refused form held.</summary>
public sealed record EditModel(JourneyQueries.JourneyView View, FormState Form, string Token, string? OpenStage, string? OpenStep)
{
    public Journey Journey => View.Journey;

    public int Version => View.Journey.Version;

    public bool IsStale => Form.Error?.Code == Domain.Error.Stale.Code;

    public bool Failed(string form) => Form.Error is not null && Form["form"] == form;

    /// <summary>What a field shows: what was typed if this form was refused, else what is stored.</summary>
    public string? Typed(string form, string name, string? stored) => Failed(form) ? Form[name] : stored;

    public string At(string path) => $"/journeys/{Journey.Key}{path}";

    public string At(JourneyFile.StageEntry stage, string path) => At($"/stages/{stage.Key}{path}");
}
