using System.Text.Json;
using Redthread.Domain.Journeys;

namespace Redthread.Web.Features.ActualJourneys;

/// <summary>The files that were added to a log, as its row keeps them.</summary>
internal static class LogAdditions
{
    public static IReadOnlyList<LogAddition> Of(UploadedLog log) => JsonSerializer.Deserialize<List<LogAddition>>(log.Additions, JsonSerializerOptions.Web) ?? [];

    public static void Add(UploadedLog log, LogAddition one) => log.Additions = JsonSerializer.Serialize(Of(log).Append(one), JsonSerializerOptions.Web);
}
