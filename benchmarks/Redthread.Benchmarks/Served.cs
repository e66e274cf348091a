using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Redthread.Benchmarks;

/// <summary>The sample organisation behind <c>redthread serve</c>, with its steward signed in.</summary>
internal sealed partial class Served : IAsyncDisposable
{
    private readonly Process process;
    private readonly CookieContainer cookies;

    private Served(Process process, Uri address, HttpClient browser, CookieContainer cookies, double startSeconds)
    {
        (this.process, Address, Browser, this.cookies, StartSeconds) = (process, address, browser, cookies, startSeconds);
    }

    public Uri Address { get; }
    public HttpClient Browser { get; }

    /// <summary>From the start of the process to the first page answered.</summary>
    public double StartSeconds { get; }

    public string Cookie => cookies.GetCookieHeader(Address);
    public int ProcessId => process.Id;

    public static async Task<Served> StartAsync(string data)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var started = Stopwatch.GetTimestamp();
        var process = RedthreadProgram.Start(RedthreadProgram.Path, ["serve", "--data", data, "--urls", address.ToString()]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var cookies = new CookieContainer();
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, MaxConnectionsPerServer = 64 }) { BaseAddress = address };
        await FirstPageAsync(browser, process);
        return new Served(process, address, browser, cookies, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task FirstPageAsync(HttpClient browser, Process process)
    {
        while (true)
        {
            try
            {
                using var answer = await browser.GetAsync("/sign-in");
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(5);
            }
        }
    }

    public async Task SignInAsync((string Email, string Password) steward)
    {
        using var answer = await PostFormAsync("/sign-in", [new("email", steward.Email), new("password", steward.Password)]);
        if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/")
            throw new InvalidOperationException($"The steward was not let in: {answer.StatusCode}");
    }

    public async Task<string> TokenAsync()
    {
        using var answer = await PostFormAsync("/tokens", [new("name", "benchmark"), new("scopes", "Signals")]);
        var page = await answer.Content.ReadAsStringAsync();
        return Token().Match(page) is { Success: true } found ? found.Value : throw new InvalidOperationException($"No token was made: {answer.StatusCode}");
    }

    private async Task<HttpResponseMessage> PostFormAsync(string path, List<KeyValuePair<string, string>> fields)
    {
        var form = FormToken().Match(await Browser.GetStringAsync(path)).Groups[1].Value;
        return await Browser.PostAsync(path, new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", form)]));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("rt_[A-Za-z0-9_-]{43}")]
    private static partial Regex Token();
}

/// <summary>A data folder with the sample organisation, made once a run.</summary>
internal static class Sample
{
    private static (string Email, string Password)? steward;

    public static async Task<(string Data, (string Email, string Password) Steward)> LoadAsync(Bench bench)
    {
        var data = bench.Folder("sample");
        if (steward is null)
        {
            var loaded = (await RedthreadProgram.RunAsync("sample", "--json", "--data", data)).Json;
            steward = (loaded.GetProperty("email").GetString()!, loaded.GetProperty("password").GetString()!);
        }

        return (data, steward.Value);
    }
}
