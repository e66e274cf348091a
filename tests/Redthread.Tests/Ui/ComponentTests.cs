using AngleSharp.Dom;
using Redthread.Web.Shell.Layout;
using Redthread.Web.Ui;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ui;

public sealed class ComponentTests
{
    [Fact]
    public async Task The_gallery_is_sound()
    {
        var page = await Render.PageAsync<GalleryPage>(new { Frame = PictureFixtures.Frame("Imports", "imports") });
        Preview.Write("gallery", page);
        Soundness.Check(page);
    }

    [Fact]
    public async Task A_field_with_an_error_points_to_its_hint_and_error()
    {
        var page = await Render.PageAsync<Field>(
            new
            {
                Name = "minimum.n",
                Label = "Minimum n",
                Hint = "At least 5",
                Error = "Too low",
            }
        );
        var input = page.QuerySelector("input")!;
        input.GetAttribute("aria-invalid").ShouldBe("true");
        input.GetAttribute("aria-describedby")!.Split(' ').Select(id => page.GetElementById(id)!.TextContent.Trim()).ShouldBe(["At least 5", "Too low"]);
        page.QuerySelector("label")!.GetAttribute("for").ShouldBe(input.Id);
    }

    [Fact]
    public async Task A_sound_field_says_nothing_of_errors()
    {
        var input = (await Render.PageAsync<Field>(new { Name = "name", Label = "Name" })).QuerySelector("input")!;
        input.HasAttribute("aria-invalid").ShouldBeFalse();
        input.HasAttribute("aria-describedby").ShouldBeFalse();
    }

    [Fact]
    public async Task The_rail_opens_the_section_of_the_page()
    {
        var page = await Render.PageAsync<PageLayout>(new { Frame = PictureFixtures.Frame("Imports", "imports") });
        page.QuerySelectorAll(".rail-items [aria-current=page]").Select(link => link.TextContent.Trim()).ShouldBe(["Imports"]);
        page.QuerySelector(".rail-items > li > [aria-current=true]")!.TextContent.ShouldContain("Evidence");
        page.QuerySelectorAll(".rail-children").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Every_form_that_posts_carries_the_antiforgery_token()
    {
        var page = await Render.PageAsync<PageLayout>(new { Frame = PictureFixtures.Frame() });
        page.QuerySelectorAll("form[method=post]").ShouldAllBe(form => form.QuerySelector("input[name=__RequestVerificationToken][value=token]") != null);
    }

    [Theory]
    [InlineData("auto"), InlineData("dark")]
    public async Task The_theme_is_on_the_document(string theme)
    {
        var page = await Render.PageAsync<PageLayout>(new { Frame = PictureFixtures.Frame(theme: theme) });
        page.DocumentElement.GetAttribute("data-theme").ShouldBe(theme);
        page.QuerySelector("button[name=theme][aria-pressed=true]")!.GetAttribute("value").ShouldBe(theme);
    }

    [Fact]
    public async Task A_spark_leaves_gaps_where_nothing_is_known()
    {
        var page = await Render.PageAsync<Sparkline>(new { Points = (IReadOnlyList<double?>)[40, 42, null, 44, null, 41, 40] });
        page.QuerySelectorAll("polyline").Length.ShouldBe(2);
        page.QuerySelectorAll(".spark-lone").Length.ShouldBe(1);
        page.QuerySelector("svg")!.GetAttribute("aria-label")!.ShouldContain("2 unknown");
    }

    [Fact]
    public async Task A_missing_bead_is_open_and_names_the_next_step()
    {
        var page = await Render.PageAsync<BeadLine>(
            new { Beads = (IReadOnlyList<Bead>)[new("Insight", "Five levels"), new("Decision", NextStep: "Plan a decision", Href: "/decisions/new")] }
        );
        var missing = page.QuerySelector(".bead.missing")!;
        missing.QuerySelector("a")!.TextContent.ShouldBe("Plan a decision");
        page.QuerySelectorAll(".bead.joined").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trend_has_a_table_twin_with_interval_and_n()
    {
        IReadOnlyList<TrendPoint> points = [new("Apr", 40, 37, 43, 210), new("May", null), new("Jun", 44, 41, 47, 198)];
        var page = await Render.PageAsync<TrendChart>(
            new
            {
                Title = "Visit",
                Points = points,
                Target = (double?)60,
            }
        );
        var rows = page.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim())));
        rows.ShouldBe(["Jun 44 41–47 198", "May unknown – 0", "Apr 40 37–43 210"]);
    }

    [Theory]
    [InlineData(2.4, "+2"), InlineData(-2.5, "−3"), InlineData(0.4, "0"), InlineData(-0.2, "0")]
    public void A_signed_number_has_a_true_minus(double value, string expected) => Numbers.Signed(value).ShouldBe(expected);
}
