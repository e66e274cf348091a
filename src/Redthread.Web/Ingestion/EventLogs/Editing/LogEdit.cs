using System.Xml;
using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.EventLogs.Editing;

/// <summary>What is done to the customers of a log: each key is written as its mark, or one customer is taken out.</summary>
/// <param name="Mark">What stands for a customer's key; a mark stands for itself.</param>
/// <param name="Erased">The key of the customer to take out; null when nobody is.</param>
public sealed record LogEdit(Func<string, string> Mark, string? Erased = null)
{
    // Shorter keys, such as numbers from 1 on, stand in other texts by chance.
    private const int LeastTelling = 4;

    private readonly string erasedMark = Erased is null ? "" : Mark(Erased);

    /// <summary>Names of cases that go too, since another file of the log says whose they are.</summary>
    public IReadOnlySet<string> AlsoCases { get; init; } = new HashSet<string>();

    internal bool Erases => Erased is not null;

    /// <summary>Whether a text where customers are named, or the name of a case, is the customer to take out.</summary>
    internal bool Names(string text) => (Erased is not null && text.Trim().Equals(Erased, CaseOf(Erased))) || text.Contains(erasedMark, StringComparison.Ordinal);

    /// <summary>As pseudonyms have it: only the case of an e-mail address tells nobody apart.</summary>
    private static StringComparison CaseOf(string key) => key.Contains('@') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The same for a text that can be anything.</summary>
    internal bool Mentions(string text) => Erased!.Length >= LeastTelling ? Names(text) : text.Contains(erasedMark, StringComparison.Ordinal);

    /// <summary>A name of a case, in which the key of its customer is their mark too.</summary>
    internal string Within(string text, string key) =>
        text.Equals(key, StringComparison.OrdinalIgnoreCase) ? Mark(key)
        : key.Length >= LeastTelling ? text.Replace(key, Mark(key), StringComparison.OrdinalIgnoreCase)
        : text;
}

/// <param name="Changed">Whether another file was written.</param>
/// <param name="Damaged">Rows that could not be read and were not copied.</param>
/// <param name="Removed">Names of the cases that were taken out.</param>
public sealed record LogEdited(bool Changed, int Damaged, IReadOnlyCollection<string> Removed)
{
    internal static LogEdited Nothing { get; } = new(false, 0, []);
}

/// <summary>Copies an event log with its customers edited. What becomes of a log that cannot be read is a fault, and no file.</summary>
public static class EventLogEditor
{
    public static Outcome<LogEdited> Edit(string from, string to, EventLogRequest request, LogEdit edit)
    {
        var limits = FileLimits.Default;
        try
        {
            return EventLogFile.FormOf(from, limits) switch
            {
                EventLogForm.Xes => XesEdit.Run(from, to, request, edit, limits),
                EventLogForm.Ocel => OcelEdit.Run(from, to, request, edit, limits),
                _ => TableEdit.Run(from, to, request, edit, limits),
            };
        }
        catch (Exception error) when (error is FileRefusedException or XmlException or System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new Fault(FaultCodes.FileFormat, $"The log cannot be read: {error.Message}");
        }
    }
}
