using System.Text;
using Redthread.Domain.Rhythm;

namespace Redthread.Web.Features.Rhythm;

/// <summary>What a meeting should talk about.</summary>
/// <param name="Section">The heading it stands under.</param>
/// <param name="Text">One line; the object's name is its link.</param>
/// <param name="Href">Where the object is; null where there is none.</param>
public sealed record AgendaItem(string Section, string Title, string? Href, string Text);

/// <param name="Since">When the ritual was last held; what happened since then is news.</param>
/// <param name="Until">When the meeting is.</param>
/// <param name="Next">When the one after it is: what falls due before then has to be talked about now.</param>
public sealed record AgendaSpan(DateTime Since, DateTime Until, DateTime Next)
{
    /// <summary>Whose affairs the meeting is about.</summary>
    public AgendaScope Scope { get; init; } = AgendaScope.Everything;

    /// <summary>By whose clocks the draft says when.</summary>
    public MeetingZone Zone { get; init; } = MeetingZone.Utc;

    /// <summary>Addresses of what earlier meetings of the ritual had on their agenda.</summary>
    public IReadOnlySet<string> Told { get; init; } = new HashSet<string>();

    /// <summary>Whether something that happened is news for this meeting, and for no other.</summary>
    public bool Holds(DateTime? at) => at > Since && at <= Until;
}

/// <summary>Gives agenda items of one kind. Every feature may register its own; they appear in the order of <see cref="Order"/>.</summary>
public interface IAgendaSource
{
    int Order { get; }

    Task<IReadOnlyList<AgendaItem>> ReadAsync(AgendaSpan span, CancellationToken cancel);
}

/// <summary>An agenda as Markdown, so that it can be edited as a text. It says when it was drafted, of what span and for whom.</summary>
public sealed class DraftAgenda(IEnumerable<IAgendaSource> sources, TimeProvider time)
{
    private const int MostOfASection = 12;

    public async Task<string> WriteAsync(AgendaSpan span, CancellationToken cancel)
    {
        var items = new List<AgendaItem>();
        foreach (var source in sources.OrderBy(source => source.Order))
            items.AddRange(await source.ReadAsync(span, cancel));
        var text = new StringBuilder("Drafted on ")
            .Append($"{span.Zone.Local(time.GetUtcNow().UtcDateTime):d MMM yyyy, HH:mm} {span.Zone.Name} from what changed since {span.Zone.Local(span.Since):d MMM yyyy}")
            .Append(span.Scope.Names is { } names ? $", for {Plain(names)}.\n\n" : ".\n\n");
        if (items.Count == 0)
            return text.Append("Nothing changed that the data know of.\n").ToString();
        foreach (var section in items.GroupBy(item => item.Section))
        {
            text.Append("## ").Append(section.Key).Append("\n\n");
            foreach (var item in section.Take(MostOfASection))
                text.Append("- ").Append(item.Href is null ? Plain(item.Title) : $"[{Plain(item.Title)}]({item.Href})").Append(": ").Append(Plain(item.Text)).Append('\n');
            if (section.Count() > MostOfASection)
                text.Append("- and ").Append(section.Count() - MostOfASection).Append(" more\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    // What people wrote must not become markup.
    private static string Plain(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(letter => letter is '\\' or '[' or ']' or '*' or '_' or '`' or '<' or '>' or '#' ? $"\\{letter}" : letter.ToString()));
}
