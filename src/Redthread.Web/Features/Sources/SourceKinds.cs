using Redthread.Domain.Signals;
using Redthread.Web.Ui;

namespace Redthread.Web.Features.Sources;

public static class SourceKinds
{
    public static IReadOnlyList<SelectOption> Options { get; } =
    [new("", "nobody has said"), .. Enum.GetValues<SourceKind>().Select(kind => new SelectOption(kind.ToString(), Label(kind)))];

    public static string Label(SourceKind kind) => kind == SourceKind.FrontLine ? "Front line" : kind.ToString();
}
