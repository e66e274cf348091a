using System.Net;
using System.Text.RegularExpressions;
using Redthread.Tests.Support;

namespace Redthread.Tests.Commands;

/// <summary>The program as somebody starts it who has just unpacked it.</summary>
public sealed partial class ServeTests
{
    [Fact]
    public async Task Serving_the_sample_from_an_empty_folder_prints_a_sign_in_that_opens_the_Picture()
    {
        var folder = Directory.CreateTempSubdirectory("redthread-serve-").FullName;
        var (process, address) = await RedthreadProgram.ServeAsync(folder, null, "--sample");
        try
        {
            var (email, password) = await SignInOfAsync(process.StandardOutput);
            using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
            (await browser.GetStringAsync("/health")).ShouldBe("ok");
            using var answer = await browser.SubmitAsync("/sign-in", "/sign-in", new() { ["email"] = email, ["password"] = password });
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

            var picture = await browser.PageAsync("/");
            picture.QuerySelector("h1")!.TextContent.ShouldContain("fail");
            picture.QuerySelectorAll(".cell .score b").Length.ShouldBeGreaterThan(10);
            using var api = await browser.GetAsync("/api/picture");
            (await api.JsonAsync()).GetArrayLength().ShouldBeGreaterThan(10);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Email, string Password)> SignInOfAsync(StreamReader output)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await output.ReadLineAsync(patience.Token) is { } line)
        {
            if (SignIn().Match(line) is { Success: true } match)
                return (match.Groups["email"].Value, match.Groups["password"].Value);
        }

        throw new InvalidOperationException("The program ended without printing a sign-in.");
    }

    [GeneratedRegex(@"Sign in as (?<email>\S+) with the password (?<password>\S+)")]
    private static partial Regex SignIn();
}
