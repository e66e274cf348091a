using Redthread.Domain;
using Redthread.Domain.Threads;
using Redthread.Web.Features.Threads;

namespace Redthread.Web.Features.Agreement;

/// <summary>What a vote rests on: objects by name, signals by number, addresses.</summary>
public static class VoteEvidence
{
    public sealed record Item(string Text, string Href);

    /// <summary>The evidence in one form, or what of it cannot be found.</summary>
    public static async Task<Result<string?>> ReadAsync(string? text, LedgerSource ledgers, CancellationToken cancel)
    {
        var parts = Split(text);
        foreach (var part in parts)
        {
            if (SignalOf(part) is not null || IsAddress(part))
                continue;
            if (ThreadName.Parse(part) is null || await ledgers.ReadAsync(ledger => ledger.Find(part), cancel) is null)
                return Error.Invalid("evidence-unknown", $"“{part}” is neither an object such as I-3, nor a signal such as signals/17, nor an address. Nothing was saved.");
        }

        return parts.Length == 0 ? (Result<string?>)(string?)null : string.Join(' ', parts);
    }

    public static IReadOnlyList<Item> Of(string? text) =>
        [
            .. Split(text)
                .Select(part =>
                    ThreadName.Parse(part) is { } name ? new Item(ThreadName.Of(name.Kind, name.Number), ThreadName.Address(name.Kind, name.Number))
                    : SignalOf(part) is { } signal ? new Item($"signal {signal}", $"/signals/{signal}")
                    : new Item(part, part)
                ),
        ];

    private static string[] Split(string? text) => (text ?? "").Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static long? SignalOf(string part) =>
        part.TrimStart('/') is var path && path.StartsWith("signals/", StringComparison.OrdinalIgnoreCase) && long.TryParse(path["signals/".Length..], out var id) && id > 0
            ? id
            : null;

    private static bool IsAddress(string part) => Uri.TryCreate(part, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0;
}
