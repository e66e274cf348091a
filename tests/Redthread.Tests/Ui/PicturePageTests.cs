using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Redthread.Web.Features.Picture;
using Redthread.Web.Shell.Layout;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ui;

public sealed class PicturePageTests
{
    private static Task<IHtmlDocument> PageAsync(PictureModel model, FrameModel? frame = null) =>
        Render.PageAsync<PicturePage>(new { Frame = frame ?? PictureFixtures.Frame(), Model = model });

    [Theory, MemberData(nameof(PictureCases.Names), MemberType = typeof(PictureCases))]
    public async Task Every_page_is_sound(string name)
    {
        var (frame, model) = PictureCases.Get(name);
        var page = await PageAsync(model, frame);
        Preview.Write($"picture-{name}", page);
        Soundness.Check(page);
    }

    [Fact]
    public async Task A_scored_stage_shows_its_interval_and_n()
    {
        var page = await PageAsync(PictureFixtures.Telecom());
        var cells = page.QuerySelectorAll(".cell:not(.none)");
        cells.Length.ShouldBe(19);
        foreach (var cell in cells)
        {
            cell.QuerySelector(".score .half")!.TextContent.ShouldContain("±");
            cell.QuerySelector(".cell-foot .n")!.TextContent.ShouldMatch(@"n [\d,]+");
            cell.QuerySelector("svg.whisker")!.GetAttribute("aria-label")!.ShouldContain("95 % interval");
        }
    }

    [Fact]
    public async Task An_unknown_stage_has_a_reason_and_neither_score_nor_colour()
    {
        var page = await PageAsync(PictureFixtures.Telecom());
        var cell = page.QuerySelector("#stage-use-move")!.ParentElement!.QuerySelector(".cell")!;
        cell.ClassList.ShouldContain("hatched");
        cell.HasAttribute("style").ShouldBeFalse();
        cell.QuerySelector(".score")!.TextContent.Trim().ShouldBe("unknown");
        cell.QuerySelector(".reason")!.TextContent.ShouldBe("no signal for 63 days");
    }

    [Fact]
    public async Task The_legend_explains_only_what_is_there()
    {
        var telecom = PictureFixtures.Telecom();
        (await PageAsync(telecom)).QuerySelector(".legend summary")!.TextContent.ShouldContain("friction");
        var bare = telecom with
        {
            Lifecycles =
            [
                new(
                    null,
                    [
                        .. telecom.Journeys.Select(journey =>
                            journey with
                            {
                                Stages = [.. journey.Stages.Select(stage => stage with { Marks = default, Thread = null, Agreed = null })],
                            }
                        ),
                    ]
                ),
            ],
        };
        var legend = (await PageAsync(bare)).QuerySelector(".legend")!.TextContent;
        legend.ShouldNotContain("friction");
        legend.ShouldNotContain("thread");
        legend.ShouldNotContain("Chip");
    }

    [Fact]
    public async Task An_open_stage_is_marked_explained_and_can_be_closed()
    {
        var (frame, model) = PictureCases.Get("panel");
        var page = await PageAsync(model, frame);
        page.QuerySelector("#stage-help-menu")!.GetAttribute("aria-current").ShouldBe("true");
        var panel = page.QuerySelector("aside.panel")!;
        panel.QuerySelector("a[data-close]")!.GetAttribute("href").ShouldBe("/");
        panel.QuerySelector(".formula")!.TextContent.ShouldContain("Framework 3");
        panel.QuerySelector(".facts")!.TextContent.ShouldContain("Effective n");
        panel.QuerySelector(".panel-all a")!.GetAttribute("href")!.ShouldStartWith("/signals");
        panel.QuerySelectorAll(".trend-line").Length.ShouldBe(2, "an unknown month is a gap");
    }

    [Fact]
    public async Task The_table_says_everything_the_map_says()
    {
        var model = PictureFixtures.Telecom() with { View = PictureView.Table };
        var page = await PageAsync(model);
        var rows = page.QuerySelectorAll("table tbody tr");
        rows.Length.ShouldBe(model.Stages.Count());
        page.QuerySelectorAll("table thead th").ShouldAllBe(cell => cell.GetAttribute("scope") == "col");
        rows.Single(row => row.TextContent.Contains("Phone menu")).TextContent.ShouldContain("21–23");
    }

    [Fact]
    public async Task Display_mode_has_neither_rail_nor_filters()
    {
        var (frame, model) = PictureCases.Get("display");
        var page = await PageAsync(model, frame);
        page.QuerySelector(".rail").ShouldBeNull();
        page.QuerySelector("form").ShouldBeNull();
        page.QuerySelectorAll(".cell").Length.ShouldBe(20);
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(35, -0.6)]
    [InlineData(51.5, 0)]
    [InlineData(58, 0.2)]
    [InlineData(100, 1)]
    public void A_tint_follows_the_cut_points(double score, double expected) => Tint.Position(score, PictureFixtures.Cuts).ShouldBe(expected, 1e-9);

    [Theory]
    [InlineData(34.9, -2)]
    [InlineData(35, -1)]
    [InlineData(57.9, 0)]
    [InlineData(70, 2)]
    public void A_score_at_a_cut_point_belongs_to_the_better_band(double score, int expected) => Tint.Band(score, PictureFixtures.Cuts).ShouldBe(expected);
}
