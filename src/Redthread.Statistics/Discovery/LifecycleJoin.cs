namespace Redthread.Statistics;

/// <summary>
/// Activity instances from events that say start and complete: a complete belongs to the earliest start of the same activity of the case that is still open.
/// </summary>
/// <param name="Log">The instances as a log, by their starts; its life cycle says what each was made of: <see cref="Joined"/>, <see cref="OnlyComplete"/> or <see cref="OnlyStart"/>.</param>
/// <param name="Pairs">Instances with start and complete.</param>
/// <param name="Completes">Completes without a start: instances that end when they start.</param>
/// <param name="Starts">Starts without a complete: likewise.</param>
/// <param name="Others">Events of other steps (schedule, suspend, resume …), which are no instances.</param>
public sealed record LifecycleJoin(EventLog Log, int Pairs, int Completes, int Starts, int Others)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "an instance: the complete of an activity with the earliest start of it in the case that has none yet; service = complete − start; wait = start of the next instance − end of this one, 0 when they overlap";

    /// <summary>Of start and complete.</summary>
    public const int Joined = 0;

    /// <summary>A complete alone.</summary>
    public const int OnlyComplete = 1;

    /// <summary>A start alone.</summary>
    public const int OnlyStart = 2;

    private const string Start = "start";
    private const string Complete = "complete";

    internal static readonly string[] KindNames = ["start and complete", "complete", "start"];

    /// <summary>Whether the log has events of both steps, and no ends of its own.</summary>
    public static bool Applies(EventLog log) => log.Ends is null && StepsOf(log, Start).Contains(true) && StepsOf(log, Complete).Contains(true);

    /// <summary>Joins: O(events · log of the events of a case). Activities keep their numbers; a case of other steps only goes.</summary>
    /// <exception cref="ArgumentException">The log has no start and complete.</exception>
    public static LifecycleJoin Of(EventLog log)
    {
        if (!Applies(log))
        {
            throw new ArgumentException("The log has no events of start and complete, or has ends already.", nameof(log));
        }

        var instances = new Instances(log, StepsOf(log, Start), StepsOf(log, Complete));
        for (var one = 0; one < log.CaseCount; one++)
        {
            instances.AddCase(one);
        }

        return instances.Result();
    }

    // Logs write the steps in small letters or in capitals, or both.
    private static bool[] StepsOf(EventLog log, string name) => [.. log.Lifecycle?.Names.Select(step => step.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? []];

    /// <param name="From">The event it starts with.</param>
    /// <param name="To">The event it ends with; the same where there is one only.</param>
    private readonly record struct Instance(int From, int To, int Kind);

    private sealed class Instances(EventLog log, bool[] isStart, bool[] isComplete)
    {
        private readonly Dictionary<int, Queue<int>> open = [];
        private readonly List<Instance> found = [];
        private readonly List<int> cases = [];
        private readonly List<int> starts = [0];
        private readonly int[] counts = new int[KindNames.Length];
        private int others;

        public void AddCase(int one)
        {
            for (var at = log.Starts[one]; at < log.Starts[one + 1]; at++)
            {
                Add(at);
            }

            foreach (var at in open.Values.SelectMany(queue => queue))
            {
                found.Add(new(at, at, OnlyStart));
            }

            open.Clear();
            var own = found.Count - starts[^1];
            if (own == 0)
            {
                return;
            }

            // By start; of one start, as they stood in the log.
            found.Sort(starts[^1], own, Comparer<Instance>.Create((a, b) => (log.Times[a.From], a.From).CompareTo((log.Times[b.From], b.From))));
            foreach (var instance in found.Skip(starts[^1]))
            {
                counts[instance.Kind]++;
            }

            cases.Add(one);
            starts.Add(found.Count);
        }

        public LifecycleJoin Result()
        {
            var picked = log.Pick([.. cases], [.. starts], [.. found.Select(one => one.From)]);
            var joined = new EventLog(picked.Cases, picked.Activities, picked.Starts, picked.Activity, picked.Times)
            {
                Ends = [.. found.Select(one => log.Times[one.To])],
                EndMissing = [.. found.Select(one => one.Kind != Joined)],
                Lifecycle = new(KindNames, [.. found.Select(one => one.Kind)]),
                Resource = log.Resource is { } resource ? resource with { Ids = [.. found.Select(one => resource.Ids[one.To])] } : null,
                Channel = picked.Channel,
                Customer = picked.Customer,
                Segment = picked.Segment,
            };
            return new(joined, counts[Joined], counts[OnlyComplete], counts[OnlyStart], others);
        }

        private void Add(int at)
        {
            var (step, activity) = (log.Lifecycle!.Ids[at], log.Activity[at]);
            if (step >= 0 && isStart[step])
            {
                (open.TryGetValue(activity, out var queue) ? queue : open[activity] = new()).Enqueue(at);
            }
            else if (step >= 0 && isComplete[step])
            {
                var begun = open.TryGetValue(activity, out var queue) && queue.Count > 0 ? queue.Dequeue() : -1;
                found.Add(begun < 0 ? new(at, at, OnlyComplete) : new(begun, at, Joined));
            }
            else
            {
                others++;
            }
        }
    }
}
