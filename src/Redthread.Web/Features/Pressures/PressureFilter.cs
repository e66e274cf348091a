using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Domain.Insights;

namespace Redthread.Web.Features.Pressures;

/// <summary>Which pressures, in an address.</summary>
/// <param name="State">open, resolved, archived or all</param>
/// <param name="Type">visibility, incentive, resource, priority, system, knowledge, script or policy</param>
/// <param name="Stage">journey/stage: on it, or keeping alive an insight on it.</param>
/// <param name="Page">From 1.</param>
public sealed record PressureFilter(string? State, string? Type, string? Stage, int? Page)
{
    public int Number => Math.Clamp(Page ?? 1, 1, 100_000);

    public static readonly string[] States = ["open", "resolved", "archived"];

    public string Tab => State is "resolved" or "archived" or "all" ? State : "open";

    public bool Shows(Pressure row) =>
        Tab switch
        {
            "all" => true,
            "archived" => row.ArchivedAt is not null,
            "resolved" => row is { ArchivedAt: null, ResolvedAt: not null },
            _ => row is { ArchivedAt: null, ResolvedAt: null },
        };

    public string Href() => Href("/pressures", Tab == "open" ? null : Tab, Number > 1 ? Number.ToString(CultureInfo.InvariantCulture) : null, null);

    /// <summary>All that the filter shows, as a file.</summary>
    public string FileHref(string format) => Href("/api/pressures", Tab, null, format);

    private string Href(string path, string? state, string? page, string? format)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("state", state), ("type", Type), ("stage", Stage), ("page", page), ("format", format) })
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }

        return path + query.ToQueryString();
    }
}
