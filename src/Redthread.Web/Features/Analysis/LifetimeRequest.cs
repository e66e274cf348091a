using System.Globalization;
using Redthread.Domain;

namespace Redthread.Web.Features.Analysis;

/// <param name="Discount">Of a year, in percent: what a year's wait takes from the value of money.</param>
public sealed record LifetimeRequest(double Discount)
{
    public const double DefaultDiscount = 10;

    public static LifetimeRequest Default { get; } = new(DefaultDiscount);

    public double Monthly => Math.Pow(1 + (Discount / 100), 1 / 12.0) - 1;

    public double Quarterly => Math.Pow(1 + (Discount / 100), 0.25) - 1;

    public static Result<LifetimeRequest> Parse(string? discount) =>
        string.IsNullOrWhiteSpace(discount) ? Default
        : double.TryParse(discount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100 ? new LifetimeRequest(percent)
        : Error.Invalid("discount-invalid", $"“{discount}” is no discount; write percent of a year, 0 to 100.");
}
