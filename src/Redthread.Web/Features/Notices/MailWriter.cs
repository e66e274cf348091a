using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Redthread.Domain.People;
using Redthread.Domain.Talk;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Notices;

/// <summary>
/// Writes a notification, or a digest of several grouped by object. It says what the notifications say and nothing more: no quotation and no
/// vote is in them, so none is here.
/// </summary>
public sealed class MailWriter(HostSettings settings, IDataProtectionProvider protection)
{
    private const int MostShown = 40;

    private string Site => (settings.PublicUrl ?? settings.Urls.Split(';')[0]).TrimEnd('/');

    public MailMessageText Write(Person person, IReadOnlyList<Notification> rows, bool digest, string id)
    {
        var subject =
            digest && rows.Count > 1
                ? string.Create(CultureInfo.InvariantCulture, $"Redthread: {rows.Count} things since your last digest")
                : $"Redthread: {Line(rows[0].Text, 90)}";
        var groups = rows.Take(MostShown).GroupBy(row => row.Address).ToList();
        var off = $"{Site}/unsubscribe/{Token(person.Id)}";
        return new MailMessageText(person.Email, person.Name, subject, Plain(groups, rows.Count, off), Html(subject, groups, rows.Count, off), id, off);
    }

    private string Plain(List<IGrouping<string, Notification>> groups, int total, string off)
    {
        var text = new StringBuilder();
        foreach (var group in groups)
        {
            foreach (var row in group)
                text.Append(Line(row.Text, 300)).Append('\n');
            text.Append(Site).Append(group.Key).Append("\n\n");
        }

        if (total > MostShown)
            text.Append(CultureInfo.InvariantCulture, $"and {total - MostShown} more: {Site}/notifications\n\n");
        return text.Append(CultureInfo.InvariantCulture, $"-- \nHow often you hear of this: {Site}/notifications/settings\nNo more e-mail: {off}\n")
            .ToString()
            .ReplaceLineEndings("\r\n");
    }

    // Inline styles and a table, because that is what mail programs agree on; no picture, nothing fetched.
    private string Html(string subject, List<IGrouping<string, Notification>> groups, int total, string off)
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{Safe(
                subject
            )}</title></head>
            <body style="margin:0;background:#faf8f4;color:#1e2226;font:15px/1.5 Inter,system-ui,-apple-system,'Segoe UI',sans-serif">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;text-align:left">
            <tr><td style="padding:0 0 16px;font-weight:640;border-bottom:2px solid #1e2226">Redthread</td></tr>
            """
        );
        foreach (var group in groups)
        {
            text.Append("<tr><td style=\"padding:16px 0;border-bottom:1px solid #e3ded4\">");
            foreach (var row in group)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<p style=\"margin:0 0 4px\">{Safe(Line(row.Text, 300))}<br><span style=\"color:#62676d;font-size:13px\">{row.At:d MMM, HH:mm} UTC</span></p>"
                );
            text.Append(CultureInfo.InvariantCulture, $"<a href=\"{Safe(Site + group.Key)}\" style=\"color:#1e2226\">Open it</a></td></tr>");
        }

        if (total > MostShown)
            text.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td style=\"padding:16px 0\"><a href=\"{Safe(Site)}/notifications\" style=\"color:#1e2226\">and {total - MostShown} more</a></td></tr>"
            );
        text.Append(
            CultureInfo.InvariantCulture,
            $"<tr><td style=\"padding:16px 0;color:#62676d;font-size:13px\"><a href=\"{Safe(Site)}/notifications/settings\" style=\"color:#62676d\">How often you hear of this</a> · <a href=\"{Safe(off)}\" style=\"color:#62676d\">No more e-mail</a></td></tr>"
        );
        return text.Append("</table></td></tr></table></body></html>").ToString();
    }

    private string Token(Guid person) => Protector.Protect(person.ToString("N"));

    /// <summary>Whose link it is; null when it is none of ours.</summary>
    public Guid? PersonOf(string token)
    {
        try
        {
            return token.Length < 1000 && Guid.TryParseExact(Protector.Unprotect(token), "N", out var person) ? person : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector => protection.CreateProtector("unsubscribe");

    private static string Line(string text, int most)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > most ? line[..(most - 2)] + " …" : line;
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
