using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Domain.Insights;

namespace Redthread.Web.Features.Pressures;

/// <summary>Which pressures, in an address.</summary>
/// <param name="State">open (the default), resolved or archived</param>
/// <param name="Type">visibility, incentive, resource, priority, system, knowledge, script or policy</param>
/// <param name="Stage">journey/stage: on it, or keeping alive an insight on it.</param>
/// <param name="Page">From 1.</param>
public sealed record PressureFilter(string? State, string? Type, string? Stage, int? Page)
{
    public int Number => Math.Clamp(Page ?? 1, 1, 100_000);

    public string Tab => State is "resolved" or "archived" ? State : "open";

    public bool Shows(Pressure row) =>
        Tab switch
        {
            "archived" => row.ArchivedAt is not null,
            "resolved" => row is { ArchivedAt: null, ResolvedAt: not null },
            _ => row is { ArchivedAt: null, ResolvedAt: null },
        };

    public string Href()
    {
        var query = new QueryBuilder();
        foreach (
            var (name, value) in new[]
            {
                ("state", Tab == "open" ? null : Tab),
                ("type", Type),
                ("stage", Stage),
                ("page", Number > 1 ? Number.ToString(CultureInfo.InvariantCulture) : null),
            }
        )
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }

        return "/pressures" + query.ToQueryString();
    }
}
