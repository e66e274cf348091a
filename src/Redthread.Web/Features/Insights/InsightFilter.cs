using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Domain.Insights;

namespace Redthread.Web.Features.Insights;

/// <summary>Ageing and stale insights are approved too: they are parts of the tab before them.</summary>
public enum InsightTab
{
    ToApprove,
    Approved,
    Ageing,
    Stale,
    Archived,

    /// <summary>In whatever state.</summary>
    All,
}

/// <summary>Which insights, in an address.</summary>
/// <param name="State">to-approve, approved (also ageing and stale ones), ageing, stale, archived or all.</param>
/// <param name="Stage">journey/stage</param>
/// <param name="Journey">Key of a journey.</param>
/// <param name="Team">Key of a team that owns it or works on it.</param>
/// <param name="Type">friction, unmet-need or strength</param>
/// <param name="Q">Words of its statement, or its name.</param>
/// <param name="Sort">confidence or newest</param>
/// <param name="Page">From 1.</param>
public sealed record InsightFilter(string? State, string? Stage, string? Journey, string? Team, string? Type, string? Q, string? Sort, int? Page)
{
    public static readonly string[] States = ["to-approve", "approved", "ageing", "stale", "archived"];

    public static InsightFilter Everything { get; } = new(null, null, null, null, null, null, null, null);

    public InsightTab Tab =>
        State switch
        {
            "to-approve" => InsightTab.ToApprove,
            "ageing" => InsightTab.Ageing,
            "stale" => InsightTab.Stale,
            "archived" => InsightTab.Archived,
            "all" => InsightTab.All,
            _ => InsightTab.Approved,
        };

    public int Number => Math.Clamp(Page ?? 1, 1, 100_000);

    public bool Newest => Sort == "newest";

    public bool Narrowed => new[] { Stage, Journey, Team, Type, Q }.Any(part => !string.IsNullOrWhiteSpace(part));

    public InsightType? OfType => InsightText.TypeOf(Type);

    public static string? KeyOf(InsightTab tab) =>
        tab switch
        {
            InsightTab.ToApprove => "to-approve",
            InsightTab.Approved => null,
            _ => tab.ToString().ToLowerInvariant(),
        };

    public bool Shows(InsightState state) =>
        Tab switch
        {
            InsightTab.ToApprove => state == InsightState.ToApprove,
            InsightTab.Ageing => state == InsightState.Ageing,
            InsightTab.Stale => state == InsightState.Stale,
            InsightTab.Archived => state is InsightState.Archived or InsightState.Merged,
            InsightTab.All => true,
            _ => state is InsightState.Approved or InsightState.Ageing or InsightState.Stale,
        };

    public string Href() => Href("/insights", KeyOf(Tab), Number > 1 ? Number.ToString(CultureInfo.InvariantCulture) : null, null);

    /// <summary>All that the filter shows, as a file.</summary>
    public string FileHref(string format) => Href("/api/insights", KeyOf(Tab) ?? "approved", null, format);

    private string Href(string path, string? state, string? page, string? format)
    {
        var query = new QueryBuilder();
        var parts = new (string, string?)[]
        {
            ("state", state),
            ("stage", Stage),
            ("journey", Journey),
            ("team", Team),
            ("type", Type),
            ("q", Q),
            ("sort", Newest ? "newest" : null),
            ("page", page),
            ("format", format),
        };
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }

        return path + query.ToQueryString();
    }
}
