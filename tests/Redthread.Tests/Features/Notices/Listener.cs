using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Redthread.Web.Features.Notices;

namespace Redthread.Tests.Features.Notices;

internal sealed record Taken(string Path, string Body, string ContentType, string Timestamp, string Signature);

/// <summary>A real listener, which answers as it is told and else with 204.</summary>
internal sealed class Listener(WebApplication app) : IAsyncDisposable
{
    public ConcurrentQueue<int> Answers { get; } = new();

    public ConcurrentQueue<Taken> Requests { get; } = new();

    public string Address => app.Urls.First();

    public static async Task<Listener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var listener = new Listener(app);
        app.Run(listener.TakeAsync);
        await app.StartAsync();
        return listener;
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(
            new Taken(
                http.Request.Path,
                body,
                http.Request.ContentType ?? "",
                http.Request.Headers[WebhookSender.TimestampHeader].ToString(),
                http.Request.Headers[WebhookSender.SignatureHeader].ToString()
            )
        );
        http.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 204;
        if (http.Response.StatusCode == 302)
            http.Response.Headers.Location = "/elsewhere";
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
