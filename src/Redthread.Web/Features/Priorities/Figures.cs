using System.Globalization;

namespace Redthread.Web.Features.Priorities;

/// <summary>Numbers of any size, as short as they stay telling.</summary>
public static class Figures
{
    public static string Short(double? value) =>
        value is not { } number ? "unknown"
        : Math.Abs(number) >= 100 ? number.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Abs(number) >= 1 || number == 0 ? number.ToString("0.##", CultureInfo.InvariantCulture)
        : number.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Plain(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    public static double? Parse(string? text) =>
        double.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>What was typed as a number: null when nothing, an error when it is none.</summary>
    public static Domain.Error? Check(string? text, string what) =>
        !string.IsNullOrWhiteSpace(text) && Parse(text) is null
            ? Domain.Error.Invalid("number-invalid", $"“{text.Trim()}” is no number for {what}. Write it as 12.5. Nothing was saved.")
            : null;
}
