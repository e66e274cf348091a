using System.CommandLine;
using System.Globalization;
using Redthread.Statistics;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Commands;

internal static class DuplicatesCommand
{
    private static readonly Argument<FileInfo> Texts = new("file") { Description = "Texts, one a row: CSV, TSV, Excel or JSON, also .gz" };
    private static readonly Option<string> Id = new("--id")
    {
        Description = "The column of the id; where all are numbers, the lower is the older",
        DefaultValueFactory = _ => "id",
    };
    private static readonly Option<string> Title = new("--title") { Description = "The column of the title or of the whole text", DefaultValueFactory = _ => "text" };
    private static readonly Option<string?> Detail = new("--detail") { Description = "The column of what is said beside the title" };
    private static readonly Option<FileInfo[]> Pairs = new("--pairs")
    {
        Description = "Files whose first two columns are the ids of duplicates that people marked",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<FileInfo?> Rated = new("--rated")
    {
        Description = "Pairs of sentences rated 0–5, as the STS benchmark writes them: rating and sentences in columns 5, 6 and 7, by tabs",
    };
    private static readonly Option<double> From = new("--from")
    {
        Description = "The similarity from which texts are near-duplicates, 0–1",
        DefaultValueFactory = _ => NearDuplicates.Threshold,
    };

    public static Command Make()
    {
        var find = new Command("find", "Print all pairs of texts that are near-duplicates") { Texts, Id, Title, Detail, From, CommonOptions.Json };
        find.SetAction(parsed => Guard(() => Find(parsed)));
        var evaluate = new Command("evaluate", "Print how well duplicates that people marked are found") { Texts, Id, Title, Detail, Pairs, Rated, From, CommonOptions.Json };
        evaluate.SetAction(parsed => Guard(() => Evaluate(parsed)));
        return new Command("duplicates", "Texts that say nearly the same") { find, evaluate };
    }

    private static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentOutOfRangeException)
        {
            return CommonOptions.Fail(failure.Message);
        }
    }

    private static int Find(ParseResult parsed)
    {
        var rows = Read(parsed);
        var found = NearDuplicates.Pairs([.. rows.Select(row => row.Text)], TextComparison.Statements, parsed.GetValue(From));
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(
                found.Select(pair => new
                {
                    First = rows[pair.First].Id,
                    Second = rows[pair.Second].Id,
                    pair.Similarity,
                })
            );
            return 0;
        }

        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var pair in found)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows[pair.First].Id}\t{rows[pair.Second].Id}\t{pair.Similarity:0.0000}"));
        return 0;
    }

    private static int Evaluate(ParseResult parsed)
    {
        var rows = Read(parsed);
        if (rows.TrueForAll(row => long.TryParse(row.Id, CultureInfo.InvariantCulture, out _)))
            rows = [.. rows.OrderBy(row => long.Parse(row.Id, CultureInfo.InvariantCulture))];
        var places = rows.Index().ToDictionary(row => row.Item.Id, row => row.Index, StringComparer.Ordinal);
        var marked = (parsed.GetValue(Pairs) ?? [])
            .SelectMany(file => ReadColumns(file, (0, 1)))
            // One cell may name several.
            .SelectMany(pair => pair.Second.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(second => (pair.First, Second: second)))
            .Where(pair => places.ContainsKey(pair.First) && places.ContainsKey(pair.Second))
            .Select(pair => (places[pair.First], places[pair.Second]));
        var report = new Report(
            DuplicateEvaluation.Of([.. rows.Select(row => row.Text)], marked, TextComparison.Statements, parsed.GetValue(From)),
            parsed.GetValue(Rated) is { } rated ? RatedEvaluation.Of(ReadRated(rated), TextComparison.Statements, parsed.GetValue(From)) : null
        );
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(report.ToJson());
        else
            Print(report);
        return 0;
    }

    private sealed record Report(DuplicateEvaluation Marked, RatedEvaluation? Rated)
    {
        public object ToJson() =>
            new
            {
                Marked.Threshold,
                Marked.Chosen,
                Marked.Reported,
                RecallAt10 = Share(Marked.RecallAt10),
                Recall = Share(Marked.Recall),
                Precision = Share(Marked.Precision),
                Rated = Rated is { } rated
                    ? new
                    {
                        Pairs = rated.Rated,
                        rated.Alike,
                        Precision = Share(rated.Precision),
                        Recall = Share(rated.Recall),
                        rated.Correlation,
                    }
                    : null,
            };

        private static object? Share(Proportion share) =>
            share.N == 0
                ? null
                : new
                {
                    share.Value,
                    share.Interval.Low,
                    share.Interval.High,
                    share.N,
                };
    }

    private static void Print(Report report)
    {
        Console.WriteLine(
            Text($"{report.Marked.Chosen + report.Marked.Reported} marked pairs; figures of the {report.Marked.Reported} by which nothing was chosen, with their 95 % interval")
        );
        Console.WriteLine($"recall at 10    {Share(report.Marked.RecallAt10)}");
        Console.WriteLine(
            Text(
                $"from {report.Marked.Threshold:0.00}       recall {Share(report.Marked.Recall)}, precision {Share(report.Marked.Precision)} (a lower bound: not all duplicates are marked)"
            )
        );
        if (report.Rated is { } rated)
            Console.WriteLine(Text($"rated pairs     precision {Share(rated.Precision)}, recall {Share(rated.Recall)}, correlation {rated.Correlation:0.000}"));
    }

    private static string Share(Proportion share) =>
        share.N == 0 ? "none to tell by" : Text($"{share.Value:0.000} ({share.Interval.Low:0.000}–{share.Interval.High:0.000}, n {share.N:0})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static List<(string Id, string Text)> Read(ParseResult parsed)
    {
        using var file = Open(parsed.GetValue(Texts)!);
        var (id, title) = (Column(file, parsed.GetValue(Id)!), Column(file, parsed.GetValue(Title)!));
        int? detail = parsed.GetValue(Detail) is { } named ? Column(file, named) : null;
        var rows = new List<(string, string)>();
        while (file.Rows.Read())
        {
            if (file.Rows.Damage is null)
                rows.Add((file.Rows[id], TextComparison.Statement(file.Rows[title], detail is { } known ? file.Rows[known] : null)));
        }

        return file.Rows.Fault is { } fault ? throw new InvalidDataException(fault.Message) : rows;
    }

    private static List<(string First, string Second)> ReadColumns(FileInfo name, (int First, int Second) columns)
    {
        using var file = Open(name);
        var rows = new List<(string, string)>();
        while (file.Rows.Read())
            rows.Add((file.Rows[columns.First], file.Rows[columns.Second]));
        return rows;
    }

    // Without header and without quoting, so it is no table as others are.
    private static List<RatedPair> ReadRated(FileInfo name) =>
        [
            .. File.ReadLines(name.FullName)
                .Select(line => line.Split('\t'))
                .Where(cells => cells.Length >= 7)
                .Select(cells => new RatedPair(cells[5], cells[6], double.Parse(cells[4], CultureInfo.InvariantCulture))),
        ];

    private static RowFile Open(FileInfo name)
    {
        var opened = RowFile.Open(name.FullName);
        return opened.Ok ? opened.Value : throw new InvalidDataException(opened.Faults[0].Message);
    }

    private static int Column(RowFile file, string name)
    {
        for (var at = 0; at < file.Rows.Columns.Count; at++)
        {
            if (string.Equals(file.Rows.Columns[at], name, StringComparison.OrdinalIgnoreCase))
                return at;
        }

        throw new InvalidDataException($"The file has no column “{name}”; it has {string.Join(", ", file.Rows.Columns)}.");
    }
}
