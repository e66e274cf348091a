namespace Redthread.Web.Shell;

/// <summary>Everything an operator may set, by option, environment (REDTHREAD_…) or default.</summary>
public sealed record HostSettings
{
    public required string Data { get; init; }

    /// <summary>A PostgreSQL connection string; without one the store is an SQLite file in the data folder.</summary>
    public string? Postgres { get; init; }

    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Largest body of a live batch, in bytes.</summary>
    public long MaxBatchBytes { get; init; } = 10L * 1024 * 1024;

    /// <summary>Largest uploaded file, in bytes.</summary>
    public long MaxUploadBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Whether a proxy in front ends TLS, so that cookies are marked secure.</summary>
    public bool BehindTls { get; init; }

    /// <summary>Where people reach this, for links in messages; without one, the first address it listens on.</summary>
    public string? PublicUrl { get; init; } = Environment("PUBLIC_URL");

    /// <summary>How e-mail goes out; null sends none.</summary>
    public MailSettings? Mail { get; init; } = MailSettings.FromEnvironment();

    /// <summary>Whether webhooks may go to addresses of this machine and its own networks, and without TLS.</summary>
    public bool WebhooksToPrivate { get; init; } = Environment("WEBHOOKS_TO_PRIVATE") is "1" or "true" or "yes";

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    public static string? Environment(string name) => System.Environment.GetEnvironmentVariable($"REDTHREAD_{name}") is { Length: > 0 } value ? value : null;
}
