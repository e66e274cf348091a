using System.Text.Json;
using Redthread.Web.Shell;

namespace Redthread.Web.Commands;

/// <summary>Results for programs, in the shape the API has.</summary>
internal static class Printed
{
    private static readonly JsonSerializerOptions Options = Made();

    public static int Json(object value)
    {
        Console.WriteLine(JsonSerializer.Serialize(value, Options));
        return 0;
    }

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        Hosting.Configure(options);
        return options;
    }
}
