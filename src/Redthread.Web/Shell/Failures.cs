using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Redthread.Domain;

namespace Redthread.Web.Shell;

/// <summary>What people and programs see when something failed that no use case foresaw.</summary>
public static class Failures
{
    public static async Task AnswerAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var error = Explain(failure, context.TraceIdentifier, LimitOf(context), HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
        context.Response.StatusCode = error.Status();
        await (IsApi(context) ? error.ToProblem() : context.ErrorPage(error)).ExecuteAsync(context);
    }

    private static long? LimitOf(HttpContext context)
    {
        var ofBody = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        var ofForm = context.GetEndpoint()?.Metadata.GetMetadata<IFormOptionsMetadata>()?.MultipartBodyLengthLimit;
        return ofForm < (ofBody ?? long.MaxValue) ? ofForm : ofBody;
    }

    // A form over its limit is cut where the token against forgery is looked for, which then only says that it is not there.
    private static bool IsCut(HttpContext context) => context.Request.ContentLength > LimitOf(context);

    private static Error TooLarge(long? limit) =>
        new(
            ErrorKind.TooLarge,
            "too-large",
            $"That is larger than the {(limit is { } bytes ? $"{bytes / (1024.0 * 1024):0.#} MB" : "limit")} this installation accepts in one go. Nothing was kept; send it in smaller parts."
        );

    private static Error Explain(Exception? failure, string trace, long? limit, bool asked) =>
        failure switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(limit),
            BadHttpRequestException bad => Error.Invalid("bad-request", bad.Message),
            AntiforgeryValidationException => Error.Invalid(
                "form-expired",
                "This form was opened too long ago or in another session. Nothing was saved; go back, reload and send it again."
            ),
            _ when IsFull(failure) => new Error(
                ErrorKind.Unavailable,
                "disk-full",
                "The disk is full. Everything acknowledged before is kept; this was not. Free some space and send it again."
            ),
            // It may have failed after what was sent was kept, as an answer was made.
            _ => new Error(
                ErrorKind.Unavailable,
                "internal",
                $"Something failed inside Redthread.{(asked ? "" : " What you sent may not have been saved; look before you send it again.")} The log has the details under {trace}."
            ),
        };

    /// <summary>Whether the sender is told all there is to it, and a log has nothing to add.</summary>
    public static bool IsOfRequest(Exception failure) => failure is BadHttpRequestException or AntiforgeryValidationException;

    public static bool IsFull(Exception? failure) =>
        failure switch
        {
            null => false,
            Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 13 } => true,
            // ENOSPC
            IOException io when (io.HResult & 0xFFFF) == 28 => true,
            _ => IsFull(failure.InnerException),
        };

    /// <summary>No route, or none for this method or content type: said as it is, instead of “not allowed”.</summary>
    public static Task AnswerUnroutedAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // Routing's own answers (405, 415) carry no metadata at all.
        return endpoint.Metadata.Count == 0 ? endpoint.RequestDelegate!(context) : next(context);
    }

    public static Task ExplainStatusAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        if (context.Response.StatusCode == StatusCodes.Status400BadRequest && IsCut(context))
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        var error = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Error.NotFound("page"),
            StatusCodes.Status401Unauthorized => new Error(ErrorKind.Forbidden, "not-signed-in", "This needs a valid sign-in or API token."),
            StatusCodes.Status403Forbidden => Error.Forbidden("Your role or token does not allow this. Ask a steward."),
            StatusCodes.Status400BadRequest when IsApi(context) => Error.Invalid(
                "bad-request",
                "The request could not be read: a value is missing, of another kind than its field, or none of those allowed. Nothing was saved."
            ),
            StatusCodes.Status400BadRequest => Error.Invalid(
                "bad-request",
                "The request could not be read, or the form was opened too long ago. Nothing was saved; reload and send it again."
            ),
            StatusCodes.Status405MethodNotAllowed => Error.NotFound("page"),
            StatusCodes.Status413PayloadTooLarge => TooLarge(LimitOf(context)),
            StatusCodes.Status415UnsupportedMediaType => Error.Invalid("media-type", "This content type is not accepted here."),
            StatusCodes.Status429TooManyRequests => new Error(ErrorKind.Unavailable, "too-many", "Too many attempts. Wait a minute and try again."),
            _ => null,
        };
        if (error is null)
            return Task.CompletedTask;
        var code = context.Response.StatusCode;
        var answer = IsApi(context) ? error.ToProblem(code) : context.ErrorPage(error);
        return WithStatusAsync(context, answer, code);
    }

    private static async Task WithStatusAsync(HttpContext context, IResult answer, int status)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await answer.ExecuteAsync(context);
    }

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api")
        || context.Request.Headers.ContainsKey("Authorization")
        || context.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal);
}
