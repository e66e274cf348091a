using System.Globalization;

namespace Redthread.Web.Shell;

/// <summary>The mail server, by REDTHREAD_SMTP_… of the environment. A class and no record, so that nothing prints its password.</summary>
public sealed class MailSettings
{
    public required string Host { get; init; }
    public int Port { get; init; } = 587;

    /// <summary>Whether the connection turns to TLS (STARTTLS) before anything is sent.</summary>
    public bool Tls { get; init; } = true;
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>The address that messages come from.</summary>
    public required string From { get; init; }

    /// <summary>Null without REDTHREAD_SMTP_HOST. The password may lie in a file, named by REDTHREAD_SMTP_PASSWORD_FILE.</summary>
    public static MailSettings? FromEnvironment()
    {
        if (HostSettings.Environment("SMTP_HOST") is not { } host)
            return null;
        var file = HostSettings.Environment("SMTP_PASSWORD_FILE");
        return new MailSettings
        {
            Host = host,
            Port =
                HostSettings.Environment("SMTP_PORT") is not { } port ? 587
                : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 ? number
                : throw new InvalidOperationException($"REDTHREAD_SMTP_PORT is a port from 1 to 65535, not “{port}”."),
            Tls = HostSettings.Environment("SMTP_TLS") is not ("0" or "false" or "no"),
            User = HostSettings.Environment("SMTP_USER"),
            Password = file is null ? HostSettings.Environment("SMTP_PASSWORD") : File.ReadAllText(file).Trim(),
            From =
                HostSettings.Environment("SMTP_FROM") is { } from && System.Net.Mail.MailAddress.TryCreate(from, out _)
                    ? from
                    : throw new InvalidOperationException("REDTHREAD_SMTP_HOST needs REDTHREAD_SMTP_FROM, the address that messages come from."),
        };
    }
}
