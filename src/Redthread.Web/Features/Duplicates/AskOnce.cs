using Redthread.Domain;
using Redthread.Domain.Threads;
using Redthread.Statistics;

namespace Redthread.Web.Features.Duplicates;

/// <summary>Asks once, before something is made that looks like what is there; who has seen it is not asked again.</summary>
public static class AskOnce
{
    public const string Code = "looks-like-another";

    /// <summary>What the person has not seen yet, or nothing; only a form is asked, never a program.</summary>
    public static async Task<List<Alike>> UnseenAsync(this DuplicateQueries duplicates, HttpContext http, ThreadKind kind, string? title, string? detail, CancellationToken cancel)
    {
        var seen = http.Request.Form["seen"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var alike = await duplicates.LooksLikeAsync(kind, title, detail, cancel, NearDuplicates.Threshold);
        return alike.TrueForAll(one => seen.Contains(one.Name)) ? [] : alike;
    }

    public static Error Question(IReadOnlyList<Alike> alike) =>
        Error.Invalid(
            Code,
            $"It looks like {string.Join(", ", alike.Select(one => one.Name))}. Nothing is saved yet: open what is there, or send the form again to make it all the same."
        );
}
