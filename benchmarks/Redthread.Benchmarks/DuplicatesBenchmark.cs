using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Benchmarks;

/// <summary>Near-duplicates among short texts of which a fifth are slight edits of earlier ones, as a whole command.</summary>
internal static class DuplicatesBenchmark
{
    private static readonly string[] Subjects =
        "checkout,login page,mobile app,delivery,invoice,support agent,search,loyalty card,refund,onboarding email,account settings,payment form,store visit,chat bot,product photos,shipping cost,password reset,subscription,order tracking,gift card".Split(
            ','
        );
    private static readonly string[] Verbs =
        "was slow,kept failing,worked great,was confusing,took far too long,never loaded,looked outdated,was very helpful,crashed twice,did not accept my data,was easy,lost my details,charged me twice,asked the same question again,gave no answer".Split(
            ','
        );
    private static readonly string[] Places =
        "on my phone,in the browser,after the update,last Tuesday,during the sale,when travelling,for the third time,at the weekend,with my new card,from abroad,before the holidays,at the counter,during lunch,late at night,while on hold".Split(
            ','
        );
    private static readonly string[] Wishes =
        "please fix it,I would like a dark theme,add a filter by date,let me save my basket,offer live chat,send a text message,make the button larger,show the total earlier,allow guest orders,remember my address,I will not come back,I still recommend it,thanks to the team,give me my money back,explain the fees".Split(
            ','
        );

    public static async Task RunAsync(Bench bench)
    {
        // Another's file of the form id, text, dup_of can be put in its place, to compare programs on one file.
        var path = Environment.GetEnvironmentVariable("REDTHREAD_BENCH_TEXTS") ?? Write(bench.File("texts.tsv"), bench.Size(15_000));
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split('\t')).ToList();
        var planted = rows.Index().Where(row => row.Item[2] != "-1").Select(row => (int.Parse(row.Item[2], CultureInfo.InvariantCulture), row.Index)).ToList();
        var texts = rows.ConvertAll(row => row[1]);
        var runs = new List<Ran>();
        for (var run = 0; run < (bench.Quick ? 1 : 5); run++)
            runs.Add(await RedthreadProgram.RunAsync("duplicates", "find", path));
        var found = runs[0]
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(cells => (int.Parse(cells[0], CultureInfo.InvariantCulture), int.Parse(cells[1], CultureInfo.InvariantCulture)))
            .ToHashSet();
        var all = NearDuplicates.ByComparingAll(texts, TextComparison.Statements, NearDuplicates.Threshold);
        var missed = all.Count(pair => !found.Contains((pair.First, pair.Second)));
        bench.Row(
            $"near-duplicates among {texts.Count:N0} texts",
            $"{Bench.Median(runs.Select(run => run.Seconds)):0.00} s, {Bench.Median(runs.Select(run => run.CpuSeconds)):0.00} CPU s, {runs.Max(run => run.PeakMegabytes):0} MB; {found.Count:N0} pairs; of {planted.Count:N0} planted edits {planted.Count(found.Contains) / (double)planted.Count:0.000}",
            "≤ 1 s, recall ≥ 0.99 of what comparing all finds",
            $"comparing all finds {all.Count:N0}: {missed} missed"
        );
    }

    private static string Write(string path, int count)
    {
        var random = new Random(7);
        var words = Enumerable
            .Range(0, 4000)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => $"{"bcdfglmnprstv"[random.Next(13)]}{"aeiou"[random.Next(5)]}")))
            .ToArray();
        var texts = new List<(string Text, int Of)>();
        var originals = count * 4 / 5;
        while (texts.Count < originals)
            texts.Add((Sentence(random, words), -1));
        while (texts.Count < count)
        {
            var of = random.Next(originals);
            texts.Add((Edited(random, words, [.. texts[of].Text.Split(' ')]), of));
        }

        File.WriteAllLines(path, texts.Index().Select(row => $"{row.Index}\t{row.Item.Text}\t{row.Item.Of}").Prepend("id\ttext\tdup_of"));
        return path;
    }

    private static string Sentence(Random random, string[] words)
    {
        var parts = new List<string> { "The", Any(random, Subjects), Any(random, Verbs), $"{Any(random, Places)},", Any(random, Wishes) };
        // Few words are frequent and many are rare: Zipf's law with exponent 1.3.
        for (var more = random.Next(3, 9); more > 0; more--)
            parts.Add(words[(int)Math.Min(1e9, Math.Pow(1 - random.NextDouble(), -1 / 0.3)) % words.Length]);
        if (random.Next(2) == 0)
            parts.AddRange(["and the", Any(random, Subjects), Any(random, Verbs)]);
        return string.Join(' ', parts);
    }

    private static string Edited(Random random, string[] words, List<string> text)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var (kind, at) = (random.Next(3), random.Next(text.Count));
            if (kind == 0 && text.Count > 6)
                text.RemoveAt(at);
            else if (kind == 1)
                text.Insert(at, Any(random, words));
            else
                text[at] = text[at].ToUpperInvariant();
        }

        return string.Join(' ', text);
    }

    private static string Any(Random random, string[] of) => of[random.Next(of.Length)];
}
