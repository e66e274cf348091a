namespace Redthread.Statistics;

/// <summary>A log with the events of a later file in it.</summary>
/// <param name="Log">Both: the cases of the first in their order, then the new ones.</param>
/// <param name="Added">Events of the later file that are new.</param>
/// <param name="Duplicates">Events of the later file that the first log has already.</param>
/// <param name="CasesNew">Cases that the first log does not have.</param>
/// <param name="CasesGoingOn">Cases of the first log that got further events.</param>
public sealed record LogMerge(EventLog Log, int Added, int Duplicates, int CasesNew, int CasesGoingOn)
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "a case goes on across files by its name; an event of an added file is a duplicate when the log has one of the same case, activity, time and step of the life cycle that stands for no other event of that file";

    /// <summary>
    /// Joins cases by name; of several cases of one name the first goes on with the first. An event that both have counts once, and has the end that either knows.
    /// O(events of both).
    /// </summary>
    public static LogMerge Of(EventLog log, EventLog more) => new Merging(log, more).Run();

    private sealed class Merging(EventLog log, EventLog more)
    {
        private readonly EventLogBuilder builder = new();
        private int added;
        private int duplicates;
        private int goingOn;

        public LogMerge Run()
        {
            var next = Matched(out var fresh);
            var (first, second) = (new Copy(log, builder), new Copy(more, builder));
            for (var one = 0; one < log.CaseCount; one++)
            {
                builder.Case.Add(log.Cases[one]);
                if (next[one] < 0)
                {
                    first.All(one, one, null);
                }
                else
                {
                    Join(first, one, second, next[one]);
                }
            }

            foreach (var one in fresh)
            {
                second.All(one, builder.Case.Add(more.Cases[one]), null);
                added += more.Starts[one + 1] - more.Starts[one];
            }

            return new(builder.Build(out _), added, duplicates, fresh.Count, goingOn);
        }

        /// <summary>For each case of the log the one that goes on with it, −1 for none, and the cases that go on with none.</summary>
        private int[] Matched(out List<int> fresh)
        {
            var waiting = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
            for (var one = 0; one < more.CaseCount; one++)
            {
                var name = more.Cases[one];
                (waiting.TryGetValue(name, out var queue) ? queue : waiting[name] = new()).Enqueue(one);
            }

            var next = new int[log.CaseCount];
            for (var one = 0; one < next.Length; one++)
            {
                next[one] = waiting.TryGetValue(log.Cases[one], out var queue) && queue.Count > 0 ? queue.Dequeue() : -1;
            }

            fresh = [.. waiting.Values.SelectMany(queue => queue).Order()];
            return next;
        }

        private void Join(Copy first, int one, Copy second, int later)
        {
            var known = new Dictionary<(long, int, int), Queue<int>>();
            for (var at = log.Starts[one]; at < log.Starts[one + 1]; at++)
            {
                var key = first.Key(at);
                (known.TryGetValue(key, out var queue) ? queue : known[key] = new()).Enqueue(at);
            }

            var (ends, news) = (new Dictionary<int, long>(), new List<int>());
            for (var at = more.Starts[later]; at < more.Starts[later + 1]; at++)
            {
                if (!known.TryGetValue(second.Key(at), out var queue) || queue.Count == 0)
                {
                    news.Add(at);
                    continue;
                }

                duplicates++;
                var same = queue.Dequeue();
                if (more.HasEnd(at) && log.EndOf(same) == log.Times[same] && (more.EndOf(at) > more.Times[at] || !log.HasEnd(same)))
                {
                    ends[same] = more.EndOf(at);
                }
            }

            first.All(one, one, ends, second.CustomerOf(later), second.SegmentOf(later));
            foreach (var at in news)
            {
                second.One(at, later, one, more.HasEnd(at) ? more.EndOf(at) : null);
            }

            added += news.Count;
            goingOn += news.Count > 0 ? 1 : 0;
        }
    }

    /// <summary>Numbers what one of the logs says as the builder does.</summary>
    private sealed class Copy(EventLog from, EventLogBuilder to)
    {
        private readonly int[] activities = [.. from.Activities.Select(name => to.Activity[name])];
        private readonly int[] lifecycles = Numbers(from.Lifecycle, to.Lifecycle);
        private readonly int[] resources = Numbers(from.Resource, to.Resource);
        private readonly int[] channels = Numbers(from.Channel, to.Channel);
        private readonly int[] customers = Numbers(from.Customer, to.Customer);
        private readonly int[] segments = Numbers(from.Segment, to.Segment);

        public (long, int, int) Key(int at) => (from.Times[at], activities[from.Activity[at]], Of(from.Lifecycle, lifecycles, at));

        public int CustomerOf(int one) => Of(from.Customer, customers, one);

        public int SegmentOf(int one) => Of(from.Segment, segments, one);

        /// <param name="ends">Ends that are known better, by event.</param>
        /// <param name="customer">Of the case, where this log does not know.</param>
        public void All(int one, int number, Dictionary<int, long>? ends, int customer = -1, int segment = -1)
        {
            for (var at = from.Starts[one]; at < from.Starts[one + 1]; at++)
            {
                One(
                    at,
                    one,
                    number,
                    ends is not null && ends.TryGetValue(at, out var end) ? end
                        : from.HasEnd(at) ? from.EndOf(at)
                        : null,
                    customer,
                    segment
                );
            }
        }

        public void One(int at, int one, int number, long? end, int customer = -1, int segment = -1) =>
            to.Add(
                new RawEvent(
                    number,
                    activities[from.Activity[at]],
                    from.Times[at],
                    end,
                    Of(from.Lifecycle, lifecycles, at),
                    Of(from.Resource, resources, at),
                    Of(from.Channel, channels, at),
                    CustomerOf(one) is >= 0 and var own ? own : customer,
                    SegmentOf(one) is >= 0 and var mine ? mine : segment
                )
            );

        private static int Of(EventColumn? column, int[] numbers, int at) => column is null || column.Ids[at] < 0 ? -1 : numbers[column.Ids[at]];

        private static int[] Numbers(EventColumn? column, TextNumbers texts) => column is null ? [] : [.. column.Names.Select(name => texts[name])];
    }
}
