using Microsoft.AspNetCore.Mvc;
using Redthread.Domain;

namespace Redthread.Web.Shell;

/// <summary>Results as HTTP, once for programs (ProblemDetails) and once for pages.</summary>
public static class Answers
{
    public static int Status(this Error error) =>
        error.Kind switch
        {
            ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status503ServiceUnavailable,
        };

    /// <param name="status">Where HTTP said more exactly what is wrong than an error can.</param>
    public static IResult ToProblem(this Error error, int? status = null) =>
        TypedResults.Problem(
            new ProblemDetails
            {
                Status = status ?? error.Status(),
                Title = error.Code,
                Detail = error.Message,
                Extensions = { ["code"] = error.Code },
            }
        );

    public static IResult ToApi<T>(this Result<T> result) => result.Ok ? TypedResults.Ok(result.Value) : result.Error!.ToProblem();

    public static IResult ToApi<T>(this Result<T> result, Func<T, IResult> whenOk) => result.Ok ? whenOk(result.Value) : result.Error!.ToProblem();

    /// <summary>303, so that a browser (and Turbo) follows a form with a GET.</summary>
    public static IResult SeeOther(string address) => new SeeOtherResult(address);

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            // A fragment is judged ill-formed in a relative address, though browsers follow it.
            httpContext.Response.Headers.Location = IsOurs(address) && Uri.IsWellFormedUriString(address.Split('#')[0], UriKind.Relative) ? address : "/";
            return Task.CompletedTask;
        }

        // “//host” is another site to a browser.
        private static bool IsOurs(string address) =>
            address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal);
    }
}
