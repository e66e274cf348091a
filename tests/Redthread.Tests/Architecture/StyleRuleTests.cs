using Redthread.Tests.Support;

namespace Redthread.Tests.Architecture;

public sealed class StyleRuleTests
{
    private static IEnumerable<SourceFile> Ours => SourceFile.All.Value.Where(file => file.Path.StartsWith("src", StringComparison.Ordinal));

    [Fact]
    public void Only_threads_are_red()
    {
        Ours.SelectMany(StyleRules.ThreadElsewhere).ShouldBeEmpty();
        Ours.SelectMany(StyleRules.OtherReds).ShouldBeEmpty();
        // A line that no style sheet holds any more would let the next one take its place unseen.
        Ours.SelectMany(StyleRules.ThreadUses).Distinct().ShouldBe(StyleRules.Threads, ignoreOrder: true);
    }

    [Theory]
    [InlineData("claims.css", ".claim-mark.broken { color: var(--thread); }", ".claim-mark.broken { color: var(--low-ink); }")]
    [InlineData("desk.css", "@media print { .severity rect.on { fill: color-mix(in oklab, var(--thread) 24%, white); } }", ".severity rect.on { fill: var(--ink); }")]
    [InlineData("desk.css", "/* .brand svg */ .a { color: var(--thread) }", "/* var(--thread) */ .a { color: var(--ink) }")]
    [InlineData("voice.css", ".brand svg { color: var(--thread); }", ".flow-bar { fill: var(--thread); }")]
    [InlineData("A.razor", "<p style=\"color: var(--thread)\">", "<p class=\"thread-stub\">")]
    public void Painting_with_the_thread_elsewhere_is_seen(string path, string bad, string good)
    {
        StyleRules.ThreadElsewhere(new SourceFile(path, bad)).ShouldNotBeEmpty();
        StyleRules.ThreadElsewhere(new SourceFile(path, good)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a.css", ".a { color: #d02030; }", ".a { color: #b35a0c; }")]
    [InlineData("a.css", ".a { border: 1px solid crimson; }", ".requirement { color: var(--ink); }")]
    [InlineData("a.ts", "const colour = \"#ff5a5f\";", "const colour = \"#0b7a6f\";")]
    public void A_red_of_its_own_is_seen(string path, string bad, string good)
    {
        StyleRules.OtherReds(new SourceFile(path, bad)).ShouldNotBeEmpty();
        StyleRules.OtherReds(new SourceFile(path, good)).ShouldBeEmpty();
    }

    [Fact]
    public void Inks_can_be_read_and_marks_be_seen_in_light_and_dark()
    {
        StyleRules.Contrast("#000000", "#ffffff").ShouldBe(21, 0.01);
        // The example of WCAG's own technique G18: #767676 is the lightest grey that may be text on white.
        StyleRules.Contrast("#767676", "#ffffff").ShouldBe(4.54, 0.01);
        var palettes = StyleRules.PalettesOf(Ours.Single(file => file.Path.EndsWith("tokens.css", StringComparison.Ordinal)).Text);
        palettes.Count.ShouldBe(3);
        palettes[1].ShouldBe(palettes[2]);
        foreach (var palette in palettes)
        {
            foreach (var ground in new[] { "paper", "card", "sunk" })
            {
                foreach (var ink in new[] { "ink", "muted", "thread", "low-ink", "high-ink" })
                    StyleRules.Contrast(palette[ink], palette[ground]).ShouldBeGreaterThan(4.5, $"{ink} on {ground}");
                foreach (var mark in new[] { "low", "high", "edge" })
                    StyleRules.Contrast(palette[mark], palette[ground]).ShouldBeGreaterThan(3, $"{mark} on {ground}");
            }
        }
    }
}
