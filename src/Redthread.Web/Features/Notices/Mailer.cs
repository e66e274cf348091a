using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notices;

/// <summary>A message as plain text and HTML.</summary>
/// <param name="Id">The part of the Message-ID before the @.</param>
/// <param name="Unsubscribe">An address that ends these messages by one POST (RFC 8058).</param>
public sealed record MailMessageText(string To, string ToName, string Subject, string Plain, string Html, string Id, string Unsubscribe);

/// <param name="ForGood">Trying again would change nothing.</param>
public sealed record SendFailure(string Message, bool ForGood);

/// <summary>Hands a message to the mail server.</summary>
public sealed class Mailer(HostSettings settings)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <returns>Null when the server took it.</returns>
    public async Task<SendFailure?> SendAsync(MailMessageText text, CancellationToken cancel)
    {
        if (settings.Mail is not { } mail)
            return new SendFailure("No mail server is set.", false);
        using var message = new MailMessage(new MailAddress(mail.From, "Redthread"), new MailAddress(text.To, text.ToName))
        {
            Subject = text.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = text.Plain,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(text.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        message.Headers.Add("Message-ID", $"<{text.Id}@{message.From!.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("List-Unsubscribe", $"<{text.Unsubscribe}>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        using var client = new SmtpClient(mail.Host, mail.Port) { EnableSsl = mail.Tls, Timeout = (int)Longest.TotalMilliseconds };
        if (mail.User is not null)
            client.Credentials = new NetworkCredential(mail.User, mail.Password);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Longest);
        try
        {
            await client.SendMailAsync(message, limit.Token);
            return null;
        }
        catch (SmtpException failure)
        {
            // 5xx of the recipient is for good; of the whole server (a password, say) it may be put right.
            return new SendFailure(
                $"{failure.StatusCode}: {failure.InnerException?.Message ?? failure.Message}",
                failure is SmtpFailedRecipientException && (int)failure.StatusCode >= 500
            );
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new SendFailure("The mail server did not answer in time.", false);
        }
    }
}
