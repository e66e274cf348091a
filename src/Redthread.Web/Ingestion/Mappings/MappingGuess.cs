using Redthread.Web.Ingestion.Files;

namespace Redthread.Web.Ingestion.Mappings;

/// <summary>Drafts a mapping from what the columns are called and hold.</summary>
public static class MappingGuess
{
    /// <summary>Stands where a place or measure could not be guessed; a reader refuses it by name.</summary>
    public const string Unanswered = "?";

    private const double VerbatimLength = 25;
    private const double LongestId = 40;
    private const int MostRatings = 20;

    private static readonly string[] GeneralIdWords = ["id", "key", "number"];
    private static readonly string[] IdWords = ["respnum", "respondent id", "response id", "comment id", "external id", "ticket", "reference", "uuid", "guid", .. GeneralIdWords];
    private static readonly string[] CustomerWords =
    [
        "customer id",
        "customer",
        "cust",
        "client",
        "user id",
        "user",
        "member",
        "e-mail",
        "email",
        "patient",
        "kunde",
        "kunden",
        "klant",
        "cliente",
        "klient",
    ];
    private static readonly string[] AccountWords = ["account", "company", "organisation", "organization", "trust"];
    private static readonly string[] SegmentWords = ["segment", "tier", "plan", "strata"];
    private static readonly string[] ChannelWords = ["channel", "method", "medium", "operation"];
    private static readonly string[] LanguageWords = ["language", "lang", "locale"];
    private static readonly string[] VerbatimWords = ["verbatim", "comment", "feedback", "text", "answer", "review", "message", "body"];

    public static MappingDraft From(FileInspection inspection, Vocabulary vocabulary)
    {
        var guess = new Guess(inspection, vocabulary);
        return new MappingDraft(guess.Draft(), guess.Questions);
    }

    private sealed class Guess(FileInspection inspection, Vocabulary vocabulary)
    {
        private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

        public List<MappingQuestion> Questions { get; } = [];

        public Mapping Draft()
        {
            var time = Time();
            return new Mapping
            {
                Time = time,
                Format = Format(),
                ExternalId = ExternalId(),
                Weight = Take(["weight"], column => column.Kind == ColumnKind.Number),
                Customer = Take(CustomerWords, column => column.Distinct > 1),
                Account = Take(AccountWords, column => column.Kind == ColumnKind.Text || column.Distinct > MostRatings),
                Segments = Segments(),
                Channel = Known(ChannelWords, vocabulary.Channels, "channel"),
                Language = Take(LanguageWords, column => column.Kind == ColumnKind.Text && column.MeanLength <= 5),
                Verbatims = Verbatims(),
                Readings = [.. inspection.Columns.Where(IsRating).Select(Reading)],
            };
        }

        private FormatHints Format() =>
            inspection.Format is FileFormat.Csv or FileFormat.Tsv && inspection.Encoding != "utf-8" ? new FormatHints { Encoding = inspection.Encoding } : new FormatHints();

        private TimeField Time()
        {
            var dates = inspection.Columns.Where(column => column.Kind == ColumnKind.Date).ToList();
            var chosen = dates.OrderByDescending(column => column.Filled).FirstOrDefault();
            if (chosen is null)
            {
                var names = inspection.Columns.Select(column => column.Name).ToList();
                Questions.Add(
                    new MappingQuestion("time", null, "No column holds dates. Which one says when it happened, or which date holds for the whole file (time.fallback)?", names)
                );
                return new TimeField();
            }

            _taken.Add(chosen.Name);
            return new TimeField
            {
                Columns = [chosen.Name],
                Order = Order(chosen),
                Format = FormatOf(chosen.DateOrder),
            };
        }

        private DateOrder? Order(ColumnProfile column)
        {
            if (column.DateOrder is DateOrderEvidence.Ambiguous or DateOrderEvidence.Contradictory)
            {
                Questions.Add(
                    new MappingQuestion(
                        "time.order",
                        column.Name,
                        $"The date order of {column.Name} is ambiguous ({column.Samples.FirstOrDefault()}): day-month or month-day?",
                        ["dmy", "mdy"]
                    )
                );
            }

            return column.DateOrder switch
            {
                DateOrderEvidence.DayMonthYear => DateOrder.DayMonthYear,
                DateOrderEvidence.MonthDayYear => DateOrder.MonthDayYear,
                DateOrderEvidence.YearMonthDay => DateOrder.YearMonthDay,
                _ => null,
            };
        }

        private static string? FormatOf(DateOrderEvidence? evidence) =>
            evidence switch
            {
                DateOrderEvidence.UnixSeconds => "unix",
                DateOrderEvidence.UnixMilliseconds => "unix-ms",
                DateOrderEvidence.ExcelSerial => "excel",
                _ => null,
            };

        private ExternalIdField? ExternalId()
        {
            var id = IdWords
                .Select(word => Free().FirstOrDefault(column => Speaks(column.Name, word) && IsUnique(column) && !(GeneralIdWords.Contains(word) && IsSomebody(column))))
                .FirstOrDefault(found => found is not null);
            if (id is null)
            {
                AskForId();
                return null;
            }

            _taken.Add(id.Name);
            return new ExternalIdField
            {
                Parts =
                [
                    [id.Name],
                ],
            };
        }

        // Who answered once in this file answers again in the next: an id by that name would put the second answer aside as a duplicate.
        private static bool IsSomebody(ColumnProfile column) => CustomerWords.Concat(AccountWords).Any(word => Speaks(column.Name, word));

        private void AskForId()
        {
            var perhaps = Free()
                .Where(column => column.Kind is ColumnKind.Text or ColumnKind.Number && column.MeanLength <= LongestId && IsUnique(column) && !IsSomebody(column))
                .ToList();
            Questions.Add(
                new MappingQuestion(
                    "externalId",
                    null,
                    perhaps.Count == 0
                        ? "No column is different in every row and named as an id. Which columns together are? Without them a corrected file is counted anew."
                        : $"{string.Join(", ", perhaps.Select(column => column.Name))}: different in every row, and not named as an id. Does one of them name the answer, and not who gave it or what they said? Without it a corrected file is counted anew.",
                    [.. perhaps.Select(column => column.Name)]
                )
            );
        }

        private bool IsUnique(ColumnProfile column) => column.Filled == inspection.SampledRows && column.Filled > 0 && column.Distinct >= Math.Min(column.Filled, 2_000);

        private TextField? Known(string[] words, IReadOnlyDictionary<string, Guid> known, string field)
        {
            var found = Find(words, column => column.Kind is ColumnKind.Text or ColumnKind.Number && column.Distinct <= 50);
            if (found is null)
            {
                return null;
            }

            var strange = found.Samples.SelectMany(sample => sample.Split(';', StringSplitOptions.TrimEntries)).Where(name => !known.ContainsKey(name)).ToList();
            if (strange.Count > 0)
            {
                Questions.Add(
                    new MappingQuestion(
                        $"{field}.values",
                        found.Name,
                        $"{found.Name} looks like the {field}, but has values that are none: {string.Join(", ", strange)}. What do they stand for?",
                        [.. known.Keys]
                    )
                );
                return null;
            }

            _taken.Add(found.Name);
            return new TextField { Columns = [found.Name] };
        }

        /// <summary>The column named so, and every other whose values are all names of segments that no column before it has.</summary>
        private List<TextField> Segments()
        {
            var fields = new List<TextField>();
            var met = new HashSet<Guid>();
            if (Known(SegmentWords, vocabulary.Segments, "segment") is { } named)
            {
                fields.Add(named);
                met.UnionWith(SegmentsIn(inspection.Column(named.Columns[0])!)!);
            }

            foreach (var column in Free().Where(column => column is { Kind: ColumnKind.Text, Distinct: >= 2 and <= 50 }).ToList())
            {
                if (SegmentsIn(column) is not { } held || met.Overlaps(held))
                    continue;
                met.UnionWith(held);
                _taken.Add(column.Name);
                fields.Add(new TextField { Columns = [column.Name] });
            }

            return fields;
        }

        private List<Guid>? SegmentsIn(ColumnProfile column)
        {
            var held = column.Samples.SelectMany(sample => sample.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
            return held.TrueForAll(vocabulary.Segments.ContainsKey) ? [.. held.Select(name => vocabulary.Segments[name])] : null;
        }

        private TextField? Take(string[] words, Func<ColumnProfile, bool> fits)
        {
            var found = Find(words, fits);
            if (found is null)
            {
                return null;
            }

            _taken.Add(found.Name);
            return new TextField { Columns = [found.Name] };
        }

        private ColumnProfile? Find(string[] words, Func<ColumnProfile, bool> fits) =>
            words.Select(word => Free().FirstOrDefault(column => Speaks(column.Name, word) && column.Filled > 0 && fits(column))).FirstOrDefault(found => found is not null);

        private List<VerbatimField> Verbatims()
        {
            var texts = Free()
                .Where(column => column.Kind == ColumnKind.Text)
                .Where(column => column.MeanLength >= VerbatimLength || (column.MeanLength >= 12 && VerbatimWords.Any(word => Speaks(column.Name, word))))
                .Where(column => column.Distinct > Math.Min(20, column.Filled / 2))
                .ToList();
            texts.ForEach(column => _taken.Add(column.Name));
            return [.. texts.Select(column => new VerbatimField { Columns = [column.Name] })];
        }

        private bool IsRating(ColumnProfile column) =>
            !_taken.Contains(column.Name)
            && column.Kind == ColumnKind.Number
            && column is { Min: >= 0, Max: <= 10 and > 1, Distinct: >= 3 and <= 11 }
            && column.Samples.All(sample => !sample.Contains('.'));

        private ReadingField Reading(ColumnProfile column, int index)
        {
            var measures = vocabulary.Measures.Where(measure => measure.Value.Max <= column.Max + 1 && measure.Value.Max >= column.Max - 1).Select(measure => measure.Key).ToList();
            var named = vocabulary.Measures.Keys.Where(key => Speaks(column.Name, key)).ToList();
            var measure =
                named.Count == 1 ? named[0]
                : measures.Count == 1 ? measures[0]
                : Unanswered;
            var places = vocabulary.Places.Keys.Where(key => Speaks(column.Name, key.Split('/')[^1])).ToList();
            var place = places.Count == 1 ? places[0] : Unanswered;
            if (measure == Unanswered)
            {
                Questions.Add(new MappingQuestion($"readings[{index}].measure", column.Name, $"{column.Name} holds {column.Min} to {column.Max}. What does it measure?", measures));
            }

            if (place == Unanswered)
            {
                Questions.Add(new MappingQuestion($"readings[{index}].place", column.Name, $"Which stage or touchpoint does {column.Name} speak of?", places));
            }

            AskCodes(column, measure, index);
            return new ReadingField
            {
                Columns = [column.Name],
                Measure = measure,
                Place = place,
            };
        }

        private void AskCodes(ColumnProfile column, string measure, int index)
        {
            if (vocabulary.Measures.TryGetValue(measure, out var scale) && !(scale.Holds(column.Min ?? 0) && scale.Holds(column.Max ?? 0)))
            {
                Questions.Add(
                    new MappingQuestion(
                        $"readings[{index}].notUsed",
                        column.Name,
                        $"{column.Name} holds {column.Min} to {column.Max}, the scale of {measure} is {scale.Min} to {scale.Max}. Which values mean blank or not used?",
                        [.. column.Samples.Where(sample => !(NumberText.TryRead(sample, inspection.DecimalComma, out var value) && scale.Holds(value)))]
                    )
                );
            }
        }

        private IEnumerable<ColumnProfile> Free() => inspection.Columns.Where(column => !_taken.Contains(column.Name));

        /// <summary>Whether the word stands in the name by itself or at an end of it.</summary>
        private static bool Speaks(string name, string word)
        {
            var plain = Plain(name);
            var wanted = Plain(word);
            return plain == wanted
                || plain.StartsWith(wanted + " ", StringComparison.Ordinal)
                || plain.EndsWith(" " + wanted, StringComparison.Ordinal)
                || plain.Contains($" {wanted} ", StringComparison.Ordinal)
                || (wanted.Length > 3 && plain.EndsWith(wanted, StringComparison.Ordinal))
                || (wanted == "id" && plain.EndsWith("id", StringComparison.Ordinal));
        }

        // CustomerID is two words.
        private static string Plain(string name) =>
            string.Join(
                ' ',
                string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) && char.IsLower(name[at - 1]) ? $" {letter}" : $"{letter}"))
                    .ToLowerInvariant()
                    .Split(['_', '-', ' ', '.', '*', '/'], StringSplitOptions.RemoveEmptyEntries)
            );
    }
}
