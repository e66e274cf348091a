using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Redthread.Tests.Support;

/// <summary>A mail server that takes what RFC 5321 allows and nothing else: EHLO, MAIL, RCPT, DATA with dots unstuffed, QUIT.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    public sealed record Received(string From, string To, string Data)
    {
        /// <summary>The plain text of it, decoded.</summary>
        public string Plain()
        {
            var part = Data[Data.IndexOf("text/plain", StringComparison.Ordinal)..Data.IndexOf("text/html", StringComparison.Ordinal)];
            var bytes = Regex.Replace(part.Replace("=\r\n", ""), "=([0-9A-F]{2})", match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString());
            return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
        }

        public string Header(string name) =>
            Data.Split("\r\n\r\n")[0]
                .Replace("\r\n ", " ")
                .Replace("\r\n\t", " ")
                .Split("\r\n")
                .Single(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..]
                .Trim();
    }

    public SmtpListener()
    {
        listener.Start();
        loop = Task.Run(ListenAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<Received> Messages { get; } = new();

    /// <summary>What every command breaks the protocol with, if any does.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Answers the recipient with this instead of taking it.</summary>
    public string? RefuseWith { get; set; }

    private async Task ListenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        Task SayAsync(string line) => stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\n"), stop.Token).AsTask();
        await SayAsync("220 test ESMTP");
        var (greeted, from, to) = (false, (string?)null, (string?)null);
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    greeted = true;
                    await SayAsync("250-test");
                    await SayAsync("250 8BITMIME");
                    break;
                case "MAIL" when greeted && from is null:
                    from = Between(line);
                    await SayAsync("250 ok");
                    break;
                case "RCPT" when from is not null && RefuseWith is { } refusal:
                    await SayAsync(refusal);
                    break;
                case "RCPT" when from is not null:
                    to = Between(line);
                    await SayAsync("250 ok");
                    break;
                case "DATA" when to is not null:
                    await SayAsync("354 go on");
                    Messages.Enqueue(new Received(from!, to, await DataAsync(reader)));
                    (from, to) = (null, null);
                    await SayAsync("250 taken");
                    break;
                case "RSET":
                    (from, to) = (null, null);
                    await SayAsync("250 ok");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    Complaints.Enqueue(line);
                    await SayAsync("503 out of order");
                    break;
            }
        }
    }

    private async Task<string> DataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            if (line.Length > 998)
                Complaints.Enqueue($"a line of {line.Length} characters");
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Between(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }
}
