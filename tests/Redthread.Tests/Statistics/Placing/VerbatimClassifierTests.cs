using Redthread.Statistics;
using Redthread.Tests.Ingestion;

namespace Redthread.Tests.Statistics.Placing;

/// <summary>The classifier on made-up texts: what it knows at the start, how it learns, and that it is what it says.</summary>
public sealed class VerbatimClassifierTests
{
    private static readonly string[] Labels = ["Phone menu", "Pay the bill", "Engineer visit"];
    private static readonly string[][] Sayings =
    [
        ["pressed every option and never reached a person", "the recorded voice sent me round in circles", "which number to press for a human", "menu options lead nowhere"],
        ["charged twice this month", "the invoice has the wrong amount", "direct debit failed again", "cannot see why my bill went up"],
        ["nobody came in the promised slot", "the technician arrived late", "waited all day for the installer", "the visit was cancelled without a word"],
    ];

    [Fact]
    public void Without_a_confirmation_it_goes_by_names_and_says_that_it_is_not_calibrated()
    {
        var classifier = VerbatimClassifier.Fit(Labels, [], [], new());
        classifier.Calibration.ShouldBeNull();
        classifier.Suggest("the menu on the phone is endless", 1)[0].Label.ShouldBe(0);
        classifier.Suggest("how do I pay my bill", 1)[0].Label.ShouldBe(1);
        classifier.Suggest("when is the visit of the engineer", 3).Select(row => row.Label).First().ShouldBe(2);
        classifier.HeldOut.Count.ShouldBe(0);
        classifier.HeldOut.Precision(0.5).N.ShouldBe(0);
    }

    [Fact]
    public void Nothing_to_choose_from_and_nothing_said_are_answered_too()
    {
        VerbatimClassifier.Fit([], [], [], new()).Suggest("anything", 3).ShouldBeEmpty();
        var classifier = VerbatimClassifier.Fit(Labels, Examples(40), [], new());
        foreach (var text in (string[])["", "…", "қазақша мәтін", new string('x', 100_000)])
            classifier.Probabilities(text).ShouldAllBe(probability => probability >= 0 && probability <= 1);
    }

    [Fact]
    public void One_confirmation_is_learnt_at_once()
    {
        var classifier = VerbatimClassifier.Fit(Labels, [], [], new());
        classifier.Learn(new("the router blinks orange", [2]));
        classifier.Suggest("my router is blinking orange since Monday", 1)[0].Label.ShouldBe(2);
    }

    [Fact]
    public void Learning_one_by_one_comes_to_about_what_learning_all_at_once_does()
    {
        var (examples, asked) = (Examples(300), Examples(600)[300..]);
        var whole = VerbatimClassifier.Fit(Labels, examples, [], new());
        var bit = VerbatimClassifier.Fit(Labels, examples[..50], [], new());
        foreach (var example in examples[50..])
            bit.Learn(example);
        Accuracy(bit, asked).ShouldBe(Accuracy(whole, asked), 0.02);
        asked.Average(example => Math.Abs(bit.Probabilities(example.Text)[example.Labels[0]] - whole.Probabilities(example.Text)[example.Labels[0]])).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_and_threads_change_nothing()
    {
        var examples = Examples(120);
        var once = VerbatimClassifier.Fit(Labels, examples, [], new() { Threads = 1 });
        var again = VerbatimClassifier.Fit(Labels, examples, [], new() { Threads = 4 });
        again.Calibration.ShouldBe(once.Calibration);
        foreach (var example in examples)
            again.Probabilities(example.Text).ShouldBe(once.Probabilities(example.Text));
    }

    [Fact]
    public void Labels_of_which_nothing_was_said_are_not_learnt_as_wrong()
    {
        var need = Enumerable.Range(0, 30).Select(at => new PlacingExample($"engineer late {at}", [2]) { Unknown = [0, 1] }).ToList();
        var model = VerbatimClassifier.Fit(["", "", ""], need, [], new() { Folds = 0 });
        var probabilities = model.Probabilities("engineer late again");
        probabilities[2].ShouldBeGreaterThan(probabilities[0]);
        probabilities[0].ShouldBe(probabilities[1]);
    }

    [Fact]
    public void How_sure_it_says_it_is_is_how_often_it_is_right()
    {
        // A third of the texts carry the words of another label: nobody can be right more often than in two of three.
        var random = new Random(3);
        var noisy = Examples(1800).Select(example => random.Next(3) == 0 ? example with { Labels = [random.Next(3)] } : example).ToList();
        var evaluation = PlacingEvaluation.Of(Labels, noisy[..900], noisy[900..], new());
        evaluation.Accuracy.Value.ShouldBeInRange(0.6, 0.9);
        evaluation.CalibrationError.ShouldBeLessThan(0.06);
    }

    [Fact]
    public void What_is_asked_first_is_what_lies_between_two_labels()
    {
        var classifier = VerbatimClassifier.Fit(Labels, Examples(120), [], new());
        string[] waiting = [Sayings[0][0], $"{Sayings[0][1]}, and {Sayings[1][0]}", Sayings[2][2]];
        var order = classifier.WorthAsking(waiting);
        order[0].Text.ShouldBe(1);
    }

    [Fact]
    public void What_is_asked_next_is_unlike_what_was_just_asked_and_what_says_nothing_comes_last()
    {
        // Of two labels of which nobody said anything all texts are equally in doubt.
        const string here = "the parking garage was full";
        const string there = "dirty toilets upstairs again";
        string[] waiting = [here, here, here, here, there, there, there, there, "…", "No", "Zyx wvu"];
        var classifier = VerbatimClassifier.Fit(["Xx", "Xx"], [], waiting, new());
        var order = classifier.WorthAsking(waiting);
        order.Select(question => question.Text).ShouldBe(Enumerable.Range(0, waiting.Length), ignoreOrder: true);
        // The second asks of the other kind, and so it does where the first kind was asked before.
        (waiting[order[0].Text] == waiting[order[1].Text]).ShouldBeFalse();
        waiting[classifier.WorthAsking(waiting, null, [here, here])[0].Text].ShouldBe(there);
        waiting[classifier.WorthAsking(waiting, null, [there, there])[0].Text].ShouldBe(here);
        order.Skip(8).ShouldAllBe(question => question.Text >= 8 && !question.Speaks);
        classifier.WorthAsking([]).ShouldBeEmpty();
    }

    [Fact]
    public void The_queue_teaches_no_less_than_margin_alone_and_far_more_where_texts_speak_of_nothing()
    {
        var rows = File.ReadLines(SharedData.Require("bank-queries/train.csv"))
            .Skip(1)
            .Where(line => line.Contains(','))
            .Select(line => (Text: line[..line.LastIndexOf(',')], Intent: line[(line.LastIndexOf(',') + 1)..]))
            .ToList();
        var labels = rows.Select(row => row.Intent).Distinct().Order(StringComparer.Ordinal).ToList();
        var examples = rows.ConvertAll(row => new PlacingExample(row.Text, [labels.IndexOf(row.Intent)]));
        var silent = File.ReadLines(SharedData.Require("patient-comments/patient-comments-2021-2022.csv"))
            .Skip(1)
            .SelectMany(line => line.Split(',').Where(cell => cell.Length is > 12 and < 80 && cell.Contains(' ')))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(200)
            .ToList();
        var trial = new QuestionTrial { Waiting = 400, Answers = [30, 60] };
        double After60(QuestionRule rule, IReadOnlyList<string> beside) =>
            Enumerable
                .Range(1, 3)
                .Average(seed =>
                    QuestionEvaluation.Of(labels.ConvertAll(label => label.Replace('_', ' ')), examples, beside, rule, trial, new PlacingOptions { Seed = seed }).Accuracy[^1]
                );

        var worth = After60(QuestionRule.Worth, []);
        worth.ShouldBeGreaterThan(After60(QuestionRule.Random, []));
        worth.ShouldBeGreaterThan(After60(QuestionRule.Margin, []) - 0.02);
        After60(QuestionRule.Worth, silent).ShouldBeGreaterThan(After60(QuestionRule.Margin, silent) + 0.05);
    }

    [Fact]
    public void Precision_on_what_was_held_out_grows_with_the_threshold_and_what_is_placed_shrinks()
    {
        var random = new Random(5);
        var noisy = Examples(400).Select(example => random.Next(5) == 0 ? example with { Labels = [random.Next(3)] } : example).ToList();
        var held = VerbatimClassifier.Fit(Labels, noisy, [], new()).HeldOut;
        held.Count.ShouldBe(400);
        held.Placed(0.9).Value.ShouldBeLessThanOrEqualTo(held.Placed(0.5).Value);
        held.Precision(0.5).Interval.Low.ShouldBeLessThan(held.Precision(0.5).Value);
        held.Precision(0.5, label => label == 0).N.ShouldBeLessThan(held.Precision(0.5).N);
    }

    [Fact]
    public void Counts_come_to_the_F1_of_the_textbook()
    {
        // Manning, Raghavan and Schütze 2008, table 13.8: precision ½ and 0.9, macro 0.7, micro 100 of 120.
        LabelCounts[] counts = [new(10, 20, 20), new(90, 100, 100)];
        counts[0].Precision.ShouldBe(0.5);
        counts[1].Precision.ShouldBe(0.9);
        LabelCounts.MicroF1(counts).ShouldBe(100.0 / 120, 1e-12);
        LabelCounts.MacroF1(counts).ShouldBe(0.7, 1e-12);
        double.IsNaN(new LabelCounts(0, 0, 0).F1).ShouldBeTrue();
    }

    private static double Accuracy(VerbatimClassifier classifier, IEnumerable<PlacingExample> asked) =>
        asked.Average(example => classifier.Suggest(example.Text, 1)[0].Label == example.Labels[0] ? 1.0 : 0);

    private static List<PlacingExample> Examples(int count)
    {
        var random = new Random(11);
        string[] fillers = ["today", "again", "in March", "on my phone", "and I am tired of it", "please help", "since the update", "as always"];
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(at => new PlacingExample($"{fillers[random.Next(8)]} {Sayings[at % 3][random.Next(4)]} {fillers[random.Next(8)]} {fillers[random.Next(8)]}", [at % 3])),
        ];
    }
}
