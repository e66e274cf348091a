using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;

namespace Redthread.Web.Shell;

/// <summary>
/// Which state a list of the API is asked for. Without one it gives everything, whatever its state; a state that is none is
/// refused, because an answer to another question would be taken for the answer.
/// </summary>
public static class AskedState
{
    public const string All = "all";

    /// <param name="known">All states there are but “all”.</param>
    public static Result<string> Of(string? asked, params string[] known)
    {
        if (string.IsNullOrWhiteSpace(asked))
            return All;
        var state = asked.Trim().ToLowerInvariant();
        return state == All || known.Contains(state)
            ? state
            : Error.Invalid("state-unknown", $"There is no state “{asked}”. Known are {string.Join(", ", known.Prepend(All))}; without one you get all.");
    }

    /// <summary>400: the address is wrong, not what was sent.</summary>
    public static IResult Refused(Error error) =>
        TypedResults.Problem(
            new ProblemDetails
            {
                Status = StatusCodes.Status400BadRequest,
                Title = error.Code,
                Detail = error.Message,
                Extensions = { ["code"] = error.Code },
            }
        );
}
