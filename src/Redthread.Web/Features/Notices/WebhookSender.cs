using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notices;

/// <summary>
/// Posts a notification, or a digest of several, as a CloudEvent, signed. The address is looked up, judged and connected to in one step, so that a name cannot
/// lead elsewhere between the two; redirects are not followed, and nothing of the answer but its status is read.
/// </summary>
public sealed class WebhookSender(HostSettings settings, IDataProtectionProvider protection, TimeProvider time) : IDisposable
{
    public const string SignatureHeader = "X-Redthread-Signature";
    public const string TimestampHeader = "X-Redthread-Timestamp";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancel) => ConnectAsync(context, settings.WebhooksToPrivate, cancel),
        }
    )
    {
        Timeout = Longest,
    };

    public void Dispose() => client.Dispose();

    public string Seal(string key) => Protector.Protect(key);

    /// <summary>HMAC-SHA256 over the timestamp, a full stop and the body, in lower-case hex.</summary>
    public static string Sign(string key, string timestamp, ReadOnlySpan<byte> body)
    {
        var signed = new byte[Encoding.ASCII.GetByteCount(timestamp) + 1 + body.Length];
        var at = Encoding.ASCII.GetBytes(timestamp, signed);
        signed[at] = (byte)'.';
        body.CopyTo(signed.AsSpan(at + 1));
        return $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed))}";
    }

    /// <returns>Null when it was answered with 2xx.</returns>
    public async Task<SendFailure?> SendAsync(Webhook hook, Delivery delivery, IReadOnlyList<Notification> notifications, CancellationToken cancel)
    {
        var body = delivery.Digest ? Digest(delivery, notifications) : Body(delivery, notifications[0]);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Redthread", "1"));
        try
        {
            request.Headers.Add(TimestampHeader, timestamp);
            request.Headers.Add(SignatureHeader, Sign(Protector.Unprotect(hook.SealedKey), timestamp, body));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode
                ? null
                : new SendFailure(string.Create(CultureInfo.InvariantCulture, $"answered {(int)answer.StatusCode}"), answer.StatusCode == HttpStatusCode.Gone);
        }
        catch (HttpRequestException failure)
        {
            return new SendFailure(failure.InnerException is RefusedAddressException refused ? refused.Message : $"could not be reached: {failure.HttpRequestError}", false);
        }
        catch (CryptographicException)
        {
            return new SendFailure("its key cannot be read any more; remove it and add it anew", true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new SendFailure("did not answer in time", false);
        }
    }

    private byte[] Body(Delivery delivery, Notification notification)
    {
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                specversion = "1.0",
                id = delivery.Id,
                source = Site,
                type = $"redthread.notification.{notification.Type.ToString().ToLowerInvariant()}",
                time = DateTime.SpecifyKind(notification.At, DateTimeKind.Utc),
                subject = notification.Address,
                datacontenttype = "application/json",
                data = new { text = notification.Text, url = Site + notification.Address },
            }
        );
    }

    private byte[] Digest(Delivery delivery, IReadOnlyList<Notification> notifications) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                specversion = "1.0",
                id = SendDeliveries.MessageId(delivery),
                source = Site,
                type = "redthread.digest",
                time = DateTime.SpecifyKind(delivery.FirstDueAt, DateTimeKind.Utc),
                subject = "/notifications",
                datacontenttype = "application/json",
                data = new
                {
                    notifications = notifications.Select(row => new
                    {
                        type = row.Type.ToString().ToLowerInvariant(),
                        time = DateTime.SpecifyKind(row.At, DateTimeKind.Utc),
                        text = row.Text,
                        url = Site + row.Address,
                    }),
                },
            }
        );

    private string Site => (settings.PublicUrl ?? settings.Urls.Split(';')[0]).TrimEnd('/');

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool toPrivate, CancellationToken cancel)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = Array.FindAll(found, address => toPrivate || !PrivateAddresses.Contains(address));
        if (allowed.Length == 0)
            throw new RefusedAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private IDataProtector Protector => protection.CreateProtector("webhook-key");

    private sealed class RefusedAddressException() : IOException("leads to an address of this machine or its own networks, to which nothing is sent");
}
