using Redthread.Statistics;
using Redthread.Tests.Ingestion;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Tests.Statistics.Text;

/// <summary>The figures of docs/statistics/text-similarity.md, on real texts that people compared.</summary>
public sealed class DuplicateDataTests
{
    [Fact]
    public void Duplicates_that_people_marked_are_among_the_ten_nearest()
    {
        var issues = Issues().OrderBy(row => row.Id).ToList();
        issues.Count.ShouldBe(2503);
        var places = issues.Index().ToDictionary(row => row.Item.Id, row => row.Index);
        var marked = new[] { "train", "test" }
            .SelectMany(name => File.ReadAllLines(SharedData.Require($"duplicates/hadoop_bugs-{name}.csv")).Skip(1))
            .Select(line => line.Replace("\"", "").Split(',').Select(long.Parse).ToArray())
            .SelectMany(ids => ids.Skip(1).Select(id => (First: ids[0], Second: id)))
            .Where(pair => places.ContainsKey(pair.First) && places.ContainsKey(pair.Second))
            .Select(pair => (places[pair.First], places[pair.Second]));

        var found = DuplicateEvaluation.Of([.. issues.Select(row => TextComparison.Statement(row.Title, row.Text))], marked, TextComparison.Statements);

        (found.Chosen, found.Reported).ShouldBe((33, 33));
        found.RecallAt10.Value.ShouldBe(26 / 33.0, 1e-9);
        found.RecallAt10.Interval.Low.ShouldBe(0.622, 1e-3);
        found.RecallAt10.Interval.High.ShouldBe(0.893, 1e-3);
        found.Recall.Value.ShouldBe(3 / 33.0, 1e-9);
        found.Precision.Value.ShouldBe(3 / 71.0, 1e-9);
    }

    [Fact]
    public void The_threshold_is_the_best_where_it_was_chosen_and_holds_elsewhere()
    {
        var best = RatedEvaluation.BestThreshold(Rated("train"), TextComparison.Statements);
        Math.Round(best, 1).ShouldBe(NearDuplicates.Threshold, 1e-9, $"the best is {best}");
        var elsewhere = RatedEvaluation.Of(Rated("test"), TextComparison.Statements);
        (elsewhere.Rated, elsewhere.Alike).ShouldBe((1379, 338));
        elsewhere.Precision.Value.ShouldBe(0.594, 1e-3);
        elsewhere.Recall.Value.ShouldBe(0.559, 1e-3);
        elsewhere.Correlation.ShouldBe(0.757, 1e-3);
        RatedEvaluation.Of(Rated("test"), TextComparison.Statements, NearDuplicates.Hint).Recall.Value.ShouldBe(0.861, 1e-3);
    }

    private static IEnumerable<(long Id, string Title, string Text)> Issues()
    {
        using var file = RowFile.Open(SharedData.Require("duplicates/hadoop_bugs.csv.gz")).Value!;
        var columns = file.Rows.Columns.ToList();
        var (id, title, text) = (columns.IndexOf("Issue id"), columns.IndexOf("Summary"), columns.IndexOf("Description"));
        while (file.Rows.Read())
            yield return (long.Parse(file.Rows[id]), file.Rows[title], file.Rows[text]);
    }

    private static List<RatedPair> Rated(string name) =>
        [
            .. File.ReadAllLines(SharedData.Require($"duplicates/sts-{name}.csv"))
                .Select(line => line.Split('\t'))
                .Where(cells => cells.Length >= 7)
                .Select(cells => new RatedPair(cells[5], cells[6], double.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture))),
        ];
}
