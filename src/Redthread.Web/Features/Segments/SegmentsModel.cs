using System.Globalization;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Segments;

/// <param name="Open">The form that stands open: the row chosen for editing, or the one that was refused.</param>
public sealed record SegmentsModel(SegmentQueries.Everything All, FormState Form, string Token, bool MayEdit, string? Open)
{
    public bool Failed(string form) => Form.Error is not null && Form["form"] == form;

    public string? Typed(string form, string name, string? stored) => Failed(form) ? Form[name] : stored;

    public static string? Percent(double? share) => share is { } known ? (known * 100).ToString("0.####", CultureInfo.InvariantCulture) : null;
}
