using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Redthread.Domain;
using Redthread.Web.Shell.Layout;

namespace Redthread.Web.Shell;

/// <summary>
/// Pages that many look at: drawn once for a person and address, and sent again as they are until something changes or
/// the minute ends. Drawing costs a hundred times what sending does. Only the form's token is put in anew each time.
/// </summary>
public sealed class KeptPages(IServiceProvider services, ILoggerFactory loggers, ChangeFeed feed, TimeProvider time)
{
    private const int MostKept = 128;

    // Nobody can write it into a name, because nobody knows it.
    private readonly string tokenMark = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
    private readonly Dictionary<Key, Kept> kept = [];

    private readonly record struct Key(Type Page, string Path, string? Theme, Guid? PersonId, PersonModel? Person, ulong Allowed);

    private sealed record Kept(long Stamp, long Minute, Task<byte[][]> Parts);

    /// <param name="model">Reads what the page shows; it may depend on the address and on what the actor may see, on nothing else of the request.</param>
    public async Task<IResult> PageAsync<TPage, TModel>(HttpContext http, FrameModel frame, Func<CancellationToken, Task<TModel>> model)
        where TPage : IComponent
    {
        var actor = http.Actor();
        var key = new Key(typeof(TPage), frame.Path, frame.Theme, actor.PersonId, frame.Person, Allowed(actor));
        var drawn = Find(key, () => DrawAsync<TPage, TModel>(frame with { AntiforgeryToken = tokenMark }, model));
        return new Answer(await drawn.WaitAsync(http.RequestAborted), Encoding.UTF8.GetBytes(frame.AntiforgeryToken));
    }

    private Task<byte[][]> Find(Key key, Func<Task<byte[][]>> draw)
    {
        var (stamp, minute) = (feed.Stamp, time.GetUtcNow().ToUnixTimeSeconds() / 60);
        lock (kept)
        {
            if (kept.TryGetValue(key, out var held) && held.Stamp == stamp && held.Minute == minute && !held.Parts.IsFaulted)
                return held.Parts;
            if (kept.Count >= MostKept)
                kept.Clear();
            var parts = Task.Run(draw);
            kept[key] = new Kept(stamp, minute, parts);
            return parts;
        }
    }

    private async Task<byte[][]> DrawAsync<TPage, TModel>(FrameModel frame, Func<CancellationToken, Task<TModel>> model)
        where TPage : IComponent
    {
        // Others may wait for it too, so it outlives the request that asked first.
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Frame"] = frame, ["Model"] = await model(CancellationToken.None) });
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());
        return [.. html.Split(tokenMark).Select(Encoding.UTF8.GetBytes)];
    }

    private static ulong Allowed(Actor actor)
    {
        var all = 0UL;
        foreach (var permission in actor.Allowed)
            all |= 1UL << (int)permission;
        return all;
    }

    private sealed class Answer(byte[][] parts, byte[] token) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = parts.Sum(part => part.Length) + ((parts.Length - 1) * token.Length);
            for (var index = 0; index < parts.Length; index++)
            {
                if (index > 0)
                    response.BodyWriter.Write(token);
                response.BodyWriter.Write(parts[index]);
            }

            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
