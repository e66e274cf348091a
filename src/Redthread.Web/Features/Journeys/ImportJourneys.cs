using Redthread.Domain;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Journeys;

/// <summary>Takes in journey files, those above first whatever the order given.</summary>
public sealed class ImportJourneys(SaveJourney save)
{
    /// <param name="Name">What the file is called, for telling people where something is wrong.</param>
    /// <param name="Text">One YAML document or several with --- between them.</param>
    public sealed record Source(string Name, string Text);

    public enum Outcome
    {
        Made,
        Changed,
        Unchanged,
        Refused,
    }

    public sealed record Line(string File, string? Journey, Outcome Outcome, int? Version, string? Reason);

    public sealed record Report(IReadOnlyList<Line> Lines)
    {
        public bool Ok => Lines.All(line => line.Outcome != Outcome.Refused);
    }

    private sealed record Parsed(string File, JourneyFile Journey);

    /// <summary>One unreadable document refuses them all, so that half a landscape is never taken in by mistake.</summary>
    public async Task<Result<Report>> HandleAsync(Actor actor, IReadOnlyList<Source> sources, CancellationToken cancel)
    {
        if (actor.Lacks(Permission.EditJourneys) is { } denied)
            return denied;
        var documents = sources.SelectMany(source => Documents(source.Text).Select(text => (source.Name, File: JourneyFile.Parse(text)))).ToList();
        if (documents.Count == 0)
            return Error.Invalid("file-empty", "There is no journey in what was given. A journey file begins with “journey: its-key”.");
        var unread = documents.Where(document => !document.File.Ok).Select(document => new Line(document.Name, null, Outcome.Refused, null, document.File.Error!.Message)).ToList();
        if (unread.Count > 0)
            return new Report(unread);
        var lines = new List<Line>();
        foreach (var file in ParentsFirst([.. documents.Select(document => new Parsed(document.Name, document.File.Value))]))
        {
            var saved = await save.HandleAsync(actor, new SaveJourney.Request(file.Journey, null), cancel);
            lines.Add(
                saved.Ok
                    ? new Line(
                        file.File,
                        file.Journey.Journey,
                        !saved.Value.Changed ? Outcome.Unchanged
                            : saved.Value.Version == 1 ? Outcome.Made
                            : Outcome.Changed,
                        saved.Value.Version,
                        null
                    )
                    : new Line(file.File, file.Journey.Journey, Outcome.Refused, null, saved.Error!.Message)
            );
        }

        return new Report(lines);
    }

    private static IEnumerable<Parsed> ParentsFirst(List<Parsed> files)
    {
        var waiting = files.ToList();
        while (waiting.Count > 0)
        {
            var keys = waiting.Select(file => file.Journey.Journey).ToHashSet(StringComparer.Ordinal);
            var ready = waiting.Where(file => file.Journey.Parent is null || !keys.Contains(file.Journey.Parent)).ToList();
            // Those in a circle are left; saving refuses them by name.
            if (ready.Count == 0)
                ready = [.. waiting];
            foreach (var file in ready)
                yield return file;
            waiting.RemoveAll(ready.Contains);
        }
    }

    // Each document keeps its place by empty lines before it, so that errors name the line of the whole file.
    private static IEnumerable<string> Documents(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var from = 0;
        for (var at = 0; at <= lines.Length; at++)
        {
            if (at < lines.Length && lines[at].TrimEnd() != "---")
                continue;
            var document = lines[from..at];
            if (document.Any(line => line.Length > 0 && !line.StartsWith('#')))
                yield return new string('\n', from) + string.Join('\n', document) + "\n";
            from = at + 1;
        }
    }
}
