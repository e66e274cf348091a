using System.CommandLine;
using System.Globalization;
using Redthread.Web.Features.Picture;

namespace Redthread.Web.Commands;

internal static class PictureCommand
{
    private static readonly Option<string?> Period = new("--period") { Description = "2026, 2026-Q2, 2026-05 or 2026-W07; default: the quarter of the newest signal" };
    private static readonly Option<string?> Journey = new("--journey") { Description = "Only this journey, by key" };
    private static readonly Option<string?> Segment = new("--segment") { Description = "Only this segment, by key" };
    private static readonly Option<string?> Persona = new("--persona") { Description = "Only the segment of this persona, by key" };
    private static readonly Option<string?> Channel = new("--channel") { Description = "Only this channel, by key" };
    private static readonly Option<bool> Journeys = new("--journeys") { Description = "Journeys and lifecycles, rolled up from their stages, instead of the stages" };

    public static Command Make()
    {
        var command = new Command("picture", "Print the Picture") { Period, Journey, Segment, Persona, Channel, Journeys, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var boards = services.GetRequiredService<BoardQueries>();
        var request = await BoardRequests.ReadAsync(
            boards,
            parsed.GetValue(Period),
            parsed.GetValue(Journey),
            parsed.GetValue(Segment),
            parsed.GetValue(Channel),
            cancel,
            parsed.GetValue(Persona)
        );
        if (request.Error is { } error)
            return CommonOptions.Misused(error.Message);
        var (board, rolledUp) = (await boards.ReadAsync(request.Value, cancel), parsed.GetValue(Journeys));
        if (parsed.GetValue(CommonOptions.Json))
            Output.Json(rolledUp ? JourneyCell.Of(board) : BoardCell.Of(board));
        else if (rolledUp)
            PrintJourneys(board);
        else
            Print(board);
        return 0;
    }

    private static void PrintJourneys(Board board)
    {
        Console.WriteLine($"The Picture, {Labels.Period(board.Period)} · {PictureQueries.FrameworkLabel(board)}");
        Tables.Write(["Journey", "Level", "Score", "95 % interval", "Coverage", "Stages"], [.. JourneyCell.Of(board).Select(Row)], 2, 3, 4, 5);
    }

    private static IReadOnlyList<string> Row(JourneyCell journey) =>
        [
            journey.JourneyName,
            journey.Level.ToString(),
            journey.Score is { } score ? Text($"{score:0.0}") : "–",
            journey.Score is null ? "" : Text($"{journey.Low:0.0} – {journey.High:0.0}"),
            Text($"{journey.Coverage:0 %}"),
            Text($"{journey.Stages}"),
        ];

    private static void Print(Board board)
    {
        if (board.Stages.Count == 0)
        {
            Console.WriteLine("No journey is drawn yet. Begin with: redthread templates use telecom");
            return;
        }

        Console.WriteLine(
            $"The Picture, {Labels.Period(board.Period)} · {PictureQueries.FrameworkLabel(board)} · {board.Signals:N0} signals, {Labels.Customers(board.Customers, board.CustomersAtMost)}"
        );
        Tables.Write(["Stage", "Score", "95 % interval", "Agreed", "n", "State", "Change"], [.. Rows(board)], 1, 2, 3, 4);
        Console.WriteLine("* the change survives the control of false discoveries over all cells");
    }

    // A journey is a heading over its stages: beside them its name would take the room that the numbers need.
    private static IEnumerable<IReadOnlyList<string>> Rows(Board board)
    {
        string? last = null;
        foreach (var stage in board.Stages)
        {
            if (stage.Journey.Name != last)
                yield return [stage.Journey.Name];
            last = stage.Journey.Name;
            yield return
            [
                stage.Stage.Name,
                stage.HasScore ? Text($"{stage.Score.Value:0.0}") : "–",
                stage.HasScore ? Text($"{stage.Score.Interval.Low:0.0} – {stage.Score.Interval.High:0.0}") : "",
                stage.Agreed is { } agreed ? Text($"{agreed.Value:+0;−0;0}") : "",
                Text($"{stage.N:N0}"),
                PictureQueries.Reason(board, stage) is { Length: > 0 } reason ? $"{stage.State}: {reason}" : stage.State,
                stage.Change.State switch
                {
                    Statistics.TrendState.Ok => Text($"{stage.Change.Difference:+0.0;−0.0;0.0}{(stage.FlaggedChange ? " *" : "")}"),
                    Statistics.TrendState.MixChanged => "mix changed",
                    _ => "",
                },
            ];
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

internal static class TouchpointsCommand
{
    private static readonly Option<string?> Period = new("--period") { Description = "2026, 2026-Q2 or 2026-05; default: every year heard" };

    public static Command Make()
    {
        var command = new Command("touchpoints", "Print means and scores per touchpoint and measure") { Period, CommonOptions.Json };
        command.SetAction((parsed, cancel) => CommonOptions.RunAsync(parsed, (services, stop) => RunAsync(parsed, services, stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        var rows = await services.GetRequiredService<TouchpointQueries>().ReadAsync(parsed.GetValue(Period), cancel);
        if (rows.Error is { } error)
            return CommonOptions.Misused(error.Message);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Output.Json(rows.Value);
            return 0;
        }

        List<IReadOnlyList<string>> lines =
        [
            .. rows.Value.Select(row =>
                (IReadOnlyList<string>)
                    [
                        row.Period,
                        $"{row.Journey}/{row.Stage}",
                        row.Touchpoint ?? "(the stage)",
                        row.Measure,
                        row.N.ToString("N0", CultureInfo.InvariantCulture),
                        row.Mean.ToString("0.0000", CultureInfo.InvariantCulture),
                        row.WeightedMean.ToString("0.0000", CultureInfo.InvariantCulture),
                        row.Score?.ToString("0.0", CultureInfo.InvariantCulture) ?? "",
                        row.WeightedNps?.ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) ?? "",
                    ]
            ),
        ];
        Tables.Write(["Period", "Stage", "Touchpoint", "Measure", "n", "Mean", "Weighted", "Score", "NPS"], lines, 4, 5, 6, 7, 8);
        return 0;
    }
}
