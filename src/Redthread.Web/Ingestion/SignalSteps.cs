using Redthread.Domain.Signals;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Text;

namespace Redthread.Web.Ingestion;

/// <summary>A signal in the making.</summary>
internal sealed class Draft
{
    public readonly List<NewReading> Readings = [];
    public readonly List<NewPlacement> Placements = [];

    public string ExternalId = "";
    public DateTime OccurredAt;
    public byte[]? Customer;
    public string? Account;
    public readonly List<Guid> Segments = [];
    public Guid? ChannelId;
    public double Weight;
    public string? Verbatim;
    public string? Language;

    public void Clear()
    {
        Readings.Clear();
        Placements.Clear();
        Customer = null;
        (Account, Verbatim, Language) = (null, null, null);
        Segments.Clear();
        (ChannelId, Weight) = (null, 1);
    }

    public NewSignal Finish() =>
        new()
        {
            ExternalId = ExternalId,
            OccurredAt = OccurredAt,
            Customer = Customer,
            Account = Account,
            SegmentIds = Segments.Count == 0 ? [] : Segments.ToArray(),
            ChannelId = ChannelId,
            Weight = Weight,
            Verbatim = Verbatim,
            Language = Language,
            Readings = Readings.Count == 0 ? [] : Readings.ToArray(),
            Placements = Placements.Count == 0 ? [] : Placements.ToArray(),
        };
}

/// <summary>The steps from an item to a signal, in order; each passes the draft on or says why not.</summary>
internal sealed class SignalSteps
{
    private const int LongestExternalId = 200;
    private const int LongestName = 200;

    private delegate Misfit? Run(SignalSteps steps, SignalItem item, Draft draft);

    private readonly record struct Step(string Name, Run Run);

    private static readonly Step[] Steps =
    [
        new("shape", (_, item, _) => item.Shape),
        new("time", (steps, item, draft) => steps._time.Read(item.Text(ItemField.Time), item.ColumnOf(ItemField.Time), out draft.OccurredAt)),
        new("external id", (steps, item, draft) => Identify(item, steps._time.Day, draft)),
        new("customer", (steps, item, draft) => steps.Pseudonymise(item, draft)),
        new("account", (_, item, draft) => NameAccount(item, draft)),
        new("segment", (steps, item, draft) => ResolveSegments(item, steps._segments, draft)),
        new("channel", (steps, item, draft) => ResolveChannel(item, steps._channels, out draft.ChannelId)),
        new("weight", (_, item, draft) => Weigh(item, draft)),
        new("readings", (_, item, draft) => item.ReadReadings(draft.Readings)),
        new("verbatim", (_, item, draft) => item.ReadVerbatim(draft.Placements, out draft.Verbatim)),
        new("repair", (_, _, draft) => Repair(draft)),
        new("mask", (_, _, draft) => Mask(draft)),
        new("language", (_, item, draft) => TellLanguage(item, draft)),
    ];

    private readonly CustomerPseudonym _pseudonym;
    private readonly TimeReading _time;
    private readonly IReadOnlyDictionary<string, Guid> _segments;
    private readonly IReadOnlyDictionary<string, Guid> _channels;
    private readonly Draft _draft = new();

    public SignalSteps(SignalContext context, TimeReading time)
    {
        _time = time;
        _pseudonym = context.Pseudonym;
        _segments = context.Vocabulary.Segments;
        _channels = context.Vocabulary.Channels;
    }

    public static IReadOnlyList<string> Names => [.. Steps.Select(step => step.Name)];

    public (NewSignal? Signal, Misfit? Misfit) Make(SignalItem item)
    {
        _draft.Clear();
        foreach (var step in Steps)
        {
            if (step.Run(this, item, _draft) is { } misfit)
            {
                return (null, misfit);
            }
        }

        return (_draft.Finish(), null);
    }

    private static Misfit? Identify(SignalItem item, DateOnly day, Draft draft)
    {
        draft.ExternalId = item.ExternalId(day);
        return draft.ExternalId.Length <= LongestExternalId
            ? null
            : new Misfit(
                item.ColumnOf(ItemField.ExternalId),
                RejectCodes.ExternalIdTooLong,
                $"The external id has {draft.ExternalId.Length} characters; the limit is {LongestExternalId}."
            );
    }

    private Misfit? Pseudonymise(SignalItem item, Draft draft)
    {
        var key = item.Text(ItemField.Customer);
        draft.Customer = key.IsEmpty ? null : _pseudonym.Of(key);
        return null;
    }

    private static Misfit? NameAccount(SignalItem item, Draft draft)
    {
        var name = item.Text(ItemField.Account);
        draft.Account = name.IsEmpty ? null : name[..Math.Min(name.Length, LongestName)].ToString();
        return null;
    }

    private static Misfit? ResolveChannel(SignalItem item, IReadOnlyDictionary<string, Guid> names, out Guid? id)
    {
        id = null;
        var name = item.Text(ItemField.Channel);
        if (name.IsEmpty)
        {
            return null;
        }

        if (Vocabulary.TryFind(names, name, out var found))
        {
            id = found;
            return null;
        }

        return Unknown(item.ColumnOf(ItemField.Channel), "channel", RejectCodes.ChannelUnknown, name.ToString(), names);
    }

    // A customer belongs to one segment of each partition: "families; premium" names two, and so may two columns.
    private static Misfit? ResolveSegments(SignalItem item, IReadOnlyDictionary<string, Guid> names, Draft draft)
    {
        for (var index = 0; index < item.SegmentFields; index++)
        {
            var text = item.SegmentText(index);
            foreach (var range in text.Split(';'))
            {
                var name = text[range].Trim();
                if (name.IsEmpty)
                    continue;
                if (!Vocabulary.TryFind(names, name, out var found))
                    return Unknown(item.SegmentColumn(index), "segment", RejectCodes.SegmentUnknown, name.ToString(), names);
                if (!draft.Segments.Contains(found))
                    draft.Segments.Add(found);
            }
        }

        return null;
    }

    private static Misfit Unknown(string? column, string what, string code, string name, IReadOnlyDictionary<string, Guid> names) =>
        new(column, code, $"There is no {what} \"{name}\".{Nearest.Hint(name, names.Keys)}");

    private static Misfit? Weigh(SignalItem item, Draft draft)
    {
        var text = item.Text(ItemField.Weight);
        if (text.IsEmpty || (NumberText.TryRead(text, item.DecimalComma, out draft.Weight) && draft.Weight > 0))
        {
            return null;
        }

        return new Misfit(item.ColumnOf(ItemField.Weight), RejectCodes.WeightInvalid, $"The weight \"{text}\" is not a number over 0.");
    }

    private static Misfit? Repair(Draft draft)
    {
        draft.Verbatim = draft.Verbatim is null ? null : TextRepair.Repair(draft.Verbatim);
        return null;
    }

    private static Misfit? Mask(Draft draft)
    {
        draft.Verbatim = draft.Verbatim is null ? null : TextMask.Mask(draft.Verbatim);
        return null;
    }

    private static Misfit? TellLanguage(SignalItem item, Draft draft)
    {
        if (draft.Verbatim is null)
        {
            return null;
        }

        var given = item.Text(ItemField.Language);
        draft.Language = LanguageCode(given) ?? LanguageGuess.Of(draft.Verbatim);
        return null;
    }

    private static string? LanguageCode(ReadOnlySpan<char> given)
    {
        var tag = given.Length > 2 && (given[2] is '-' or '_') ? given[..2] : given;
        return tag.Length == 2 && char.IsAsciiLetter(tag[0]) && char.IsAsciiLetter(tag[1]) ? tag.ToString().ToLowerInvariant() : null;
    }
}
