using System.Globalization;
using System.Text.RegularExpressions;

namespace Redthread.Tests.Architecture;

/// <summary>The red thread is the only red: who may paint with it, and that nobody mixes a red of their own.</summary>
public static partial class StyleRules
{
    /// <summary>The thread, its breaks, the active step and the mark of the name. A new line here is a thread, or it is a mistake.</summary>
    public static readonly IReadOnlySet<string> Threads = new HashSet<string>
    {
        "layout.css .brand svg",
        "threads.css .thread-stub svg",
        "threads.css .thread-stub.broken > span",
        "threads.css .bead::before",
        "threads.css .bead.joined::after",
        "threads.css .bead.active::before",
        "picture.css .key-thread",
        "picture.css .key-broken",
        "picture.css .findings .breaks .figure",
        "decisions.css .broken-days",
        "voice.css .flow-bar",
        "voice.css .flow-band",
        "voice.css .flow-list-bar i",
        "journeys.css .map-stage:target .map-stage-head::after",
        "journeys.css .edit-stage.open::after",
    };

    /// <summary>Where the colour itself is written down: the palette, the palette of paper, and mails, which have no palette.</summary>
    private static readonly string[] Palettes = ["tokens.css", "print.css", "MailWriter.cs"];

    /// <summary>“file selector” of every rule that paints with the thread's token.</summary>
    public static IEnumerable<string> ThreadUses(SourceFile file) =>
        file.Extension != ".css"
            ? []
            : Rule()
                .Matches(Comment().Replace(file.Text, ""))
                .Where(rule => rule.Groups["body"].Value.Contains("var(--thread", StringComparison.Ordinal))
                .Select(rule => $"{Path.GetFileName(file.Path)} {Space().Replace(rule.Groups["selector"].Value.Trim(), " ")}");

    public static IEnumerable<string> ThreadElsewhere(SourceFile file) =>
        file.Extension == ".css" ? ThreadUses(file).Where(use => !Threads.Contains(use)).Select(use => $"{use} is painted with the thread's red and is no thread")
        : file.Text.Contains("var(--thread", StringComparison.Ordinal) ? [$"{file.Path} paints with the thread's red outside the style sheets"]
        : [];

    public static IEnumerable<string> OtherReds(SourceFile file) =>
        Palettes.Contains(Path.GetFileName(file.Path))
            ? []
            : file
                .Lines.Select((line, index) => (line, number: index + 1))
                .Where(entry => (file.Extension == ".css" && Named().IsMatch(entry.line)) || Hex().Matches(entry.line).Any(hex => IsRed(hex.Value)))
                .Select(entry => $"{file.Path}:{entry.number} mixes a red of its own: {entry.line.Trim()}");

    /// <summary>Contrast of two colours, #rrggbb, after WCAG 2.2: 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>The colours of each palette of the style sheet, by token: light, dark by system, dark by choice.</summary>
    public static List<Dictionary<string, string>> PalettesOf(string css) =>
        [
            .. Rule()
                .Matches(css)
                .Select(rule => Token().Matches(rule.Groups["body"].Value).ToDictionary(token => token.Groups["name"].Value, token => token.Groups["value"].Value))
                .Where(palette => palette.Count > 0),
        ];

    private static bool IsRed(string hex)
    {
        if (hex.Length is not 7)
            return false;
        var (red, green, blue) = (Part(hex, 1), Part(hex, 3), Part(hex, 5));
        var (most, least) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
        // Red leads, and green and blue are about as far behind: within 17° of pure red on the wheel, and well saturated.
        return red == most && most - least > 0.35 && Math.Abs(green - blue) / (most - least) < 17.0 / 60;
    }

    private static double Luminance(string hex) => 0.2126 * Linear(Part(hex, 1)) + 0.7152 * Linear(Part(hex, 3)) + 0.0722 * Linear(Part(hex, 5));

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    private static double Part(string hex, int at) => int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;

    // The innermost rules; a selector begins after whatever closed before it.
    [GeneratedRegex(@"(?<selector>[^{};]+)\{(?<body>[^{}]*)\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"--(?<name>[a-z-]+):\s*(?<value>#[0-9a-f]{6})\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"#[0-9a-fA-F]{6}\b")]
    private static partial Regex Hex();

    [GeneratedRegex(@":[^;{]*\b(red|crimson|firebrick|darkred|indianred|tomato|orangered)\b")]
    private static partial Regex Named();
}
