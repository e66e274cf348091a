using Microsoft.AspNetCore.Components;
using Redthread.Statistics;
using Redthread.Web.Shell;
using Redthread.Web.Shell.Layout;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Analysis;

public enum DriversView
{
    Leaving,
    Curves,
    Shares,
}

public partial class DriversPage
{
    [Parameter, EditorRequired]
    public required FrameModel Frame { get; set; }

    [Parameter, EditorRequired]
    public required DriversView View { get; set; }

    [Parameter, EditorRequired]
    public required AnalysisRequest Request { get; set; }

    [Parameter]
    public AnalysisState<LeavingAnswer>? Leaving { get; set; }

    [Parameter]
    public AnalysisState<CurvesAnswer>? Curves { get; set; }

    [Parameter]
    public AnalysisState<SharesAnswer>? Shares { get; set; }

    /// <summary>What was asked for and could not be read.</summary>
    [Parameter]
    public FormState Form { get; set; } = FormState.Empty;

    /// <summary>What curves can be drawn by.</summary>
    [Parameter]
    public IReadOnlyList<SelectOption> Bys { get; set; } = [];

    [Parameter]
    public bool MayPropose { get; set; }

    /// <summary>What each stage shows by itself, for those that could not be looked at together.</summary>
    [Parameter]
    public AnalysisState<LinkageAnswer>? Linkage { get; set; }

    /// <summary>The draft there is already: none can be proposed beside it.</summary>
    [Parameter]
    public int? Draft { get; set; }

    private bool HasAnswer => (Leaving?.Answer, Curves?.Answer, Shares?.Answer) is not (null, null, null);

    private bool Running => Leaving?.Running ?? Curves?.Running ?? Shares?.Running ?? false;

    private bool Current => Leaving?.Answer?.Current ?? Curves?.Answer?.Current ?? Shares?.Answer?.Current ?? false;

    private string? Failure => Leaving?.Failure ?? Curves?.Failure ?? Shares?.Failure;

    private DateTime? At => Leaving?.Answer?.At ?? Curves?.Answer?.At ?? Shares?.Answer?.At;

    private double Seconds => Leaving?.Answer?.Seconds ?? Curves?.Answer?.Seconds ?? Shares?.Answer?.Seconds ?? 0;

    private string? By => Form["by"] ?? Curves?.Answer?.Value.By;

    private string Query =>
        View == DriversView.Shares ? $"?measure={Shares?.Answer?.Value.Measure}&" : $"?landmark={Request.Landmark:yyyy-MM-dd}&window={Request.Window}&lookback={Request.Lookback}&";

    private string Cost =>
        Numbers.Counted(Leaving?.Answer?.Value.Members ?? Curves?.Answer?.Value.Groups.Sum(group => group.Staying.N) ?? Shares?.Answer?.Value.Rows ?? 0, "customer");

    private string LinkageHref => $"/analysis/linkage?landmark={Request.Landmark:yyyy-MM-dd}&window={Request.Window}&lookback={Request.Lookback}";

    private static IEnumerable<int> Marks(int window) => new[] { window / 3, 2 * window / 3, window }.Distinct();

    private static string At_(CurveGroup group, int days)
    {
        var at = group.Staying.At(days);
        return at.State == SurvivalState.NotEnoughData ? "not enough data"
            : at.Interval.Exists ? $"{Numbers.Share(at.Estimate)} ({Numbers.Share(at.Interval.Low)} to {Numbers.Share(at.Interval.High)})"
            : Numbers.Share(at.Estimate);
    }
}
