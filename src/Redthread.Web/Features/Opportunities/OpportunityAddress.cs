using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Redthread.Web.Features.Priorities;

namespace Redthread.Web.Features.Opportunities;

public enum OpportunityState
{
    Open,
    Closed,
    Archived,

    /// <summary>In whatever state.</summary>
    All,
}

/// <summary>What the list is asked for, as its address.</summary>
public sealed record OpportunityAddress
{
    private static readonly string[] Names = ["by", "lambda", "stage", "team", "q", "show", "page"];
    private readonly Dictionary<string, string> values;

    private OpportunityAddress(Dictionary<string, string> values) => this.values = values;

    public static OpportunityAddress Of(IQueryCollection query) =>
        new(Names.Where(name => !string.IsNullOrEmpty(query[name])).ToDictionary(name => name, name => query[name].ToString()));

    /// <summary>The same, in the state asked for.</summary>
    public OpportunityAddress In(string state) => new(new Dictionary<string, string>(values) { ["show"] = state });

    public string this[string name] => values.GetValueOrDefault(name, "");

    public bool ByRice => this["by"] == "rice";

    /// <summary>Null when what is written there lies outside 0–1 or is no number.</summary>
    public double? AskedLambda =>
        !values.ContainsKey("lambda") ? PortfolioSource.DefaultLambda
        : Figures.Parse(this["lambda"]) is >= 0 and <= 1 and var lambda ? lambda
        : null;

    public double Lambda => AskedLambda ?? PortfolioSource.DefaultLambda;

    public OpportunityState Show => Enum.TryParse<OpportunityState>(this["show"], true, out var show) && Enum.IsDefined(show) ? show : OpportunityState.Open;

    public int Page => int.TryParse(this["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1;

    public bool Narrowed => values.ContainsKey("stage") || values.ContainsKey("team") || values.ContainsKey("q");

    public string With(string name, string? value, string path = "/opportunities")
    {
        var query = new QueryBuilder(values.Where(entry => entry.Key != name && (entry.Key != "page" || name == "page")));
        if (value is not null)
            query.Add(name, value);
        return path + query.ToQueryString();
    }
}
