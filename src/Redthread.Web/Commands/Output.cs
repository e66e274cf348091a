using System.Text.Json;
using Redthread.Web.Shell;

namespace Redthread.Web.Commands;

/// <summary>How commands print for programs.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Options = Make();

    public static void Json(object value) => Console.WriteLine(JsonSerializer.Serialize(value, value.GetType(), Options));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Hosting.Configure(options);
        return options;
    }
}
