using Redthread.Domain.Language;

namespace Redthread.Web.Features.Language;

/// <summary>A term as a file holds it, whole: with what it was before and which teams agree. People are named by e-mail or name, teams by key.</summary>
/// <param name="Version">The newest; without a history it says nothing.</param>
public sealed record TermEntry(
    string? Key,
    string? Word,
    string? Definition,
    string? Example = null,
    string? CounterExample = null,
    IReadOnlyList<string>? Avoid = null,
    string? Behind = null,
    string? Owner = null,
    bool? Archived = null,
    int? Version = null,
    DateTime? CreatedAt = null,
    IReadOnlyList<TermEntry.Past>? History = null,
    IReadOnlyList<TermEntry.Said>? Agreement = null
)
{
    /// <summary>A version as it was.</summary>
    public sealed record Past(
        int Version,
        string Word,
        string Definition,
        string? Example,
        string? CounterExample,
        IReadOnlyList<string>? Avoid,
        string? Behind,
        string? Reason,
        DateTime At,
        string By
    )
    {
        public static Past Of(TermVersion row) =>
            new(row.Version, row.Word, row.Definition, row.Example, row.CounterExample, Lines(row.Avoid), row.Behind, row.Reason, row.At, row.By);

        public TermVersion To(Guid term) =>
            new()
            {
                TermId = term,
                Version = Version,
                Word = Word,
                Definition = Definition,
                Example = Example,
                CounterExample = CounterExample,
                Avoid = Avoid is { Count: > 0 } words ? string.Join('\n', words) : null,
                Behind = Behind,
                Reason = Reason,
                At = At,
                By = By,
            };
    }

    /// <summary>What a team said of a version.</summary>
    public sealed record Said(string Team, int Version, bool Agrees, string? Reason, DateTime At, string By);

    /// <summary>A list in a file; nothing is an empty one.</summary>
    internal static IReadOnlyList<string> Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal SaveTerm.Request ToRequest(Guid? owner) =>
        new()
        {
            Word = Word,
            Definition = Definition,
            Example = Example,
            CounterExample = CounterExample,
            Avoid = string.Join('\n', Avoid ?? []),
            Behind = Behind,
            OwnerPersonId = owner,
        };
}
