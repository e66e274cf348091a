using System.Text;
using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Shouldly;

namespace Redthread.Tests.Ingestion;

/// <summary>A vocabulary, a clock, and short ways to read a text as a file.</summary>
internal static class IngestionSetup
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly FileIdentity File = new("answers.csv", "0123456789abcdef0123456789abcdef");

    public static readonly Vocabulary Vocabulary = new()
    {
        Places = new Dictionary<string, Place>
        {
            ["shop/find"] = new(Guid.Parse("0198c000-0000-7000-8000-000000000001"), null),
            ["shop/pay"] = new(Guid.Parse("0198c000-0000-7000-8000-000000000002"), null),
            ["shop/pay/card"] = new(Guid.Parse("0198c000-0000-7000-8000-000000000002"), Guid.Parse("0198c000-0000-7000-8000-000000000003")),
        },
        Measures = new Dictionary<string, MeasureScale>
        {
            ["csat"] = new(Guid.Parse("0198c000-0000-7000-8000-000000000011"), 1, 5),
            ["nps"] = new(Guid.Parse("0198c000-0000-7000-8000-000000000012"), 0, 10),
            ["wait"] = new(Guid.Parse("0198c000-0000-7000-8000-000000000013"), 0, null),
        },
        Segments = new Dictionary<string, Guid>
        {
            ["business"] = Guid.Parse("0198c000-0000-7000-8000-000000000021"),
            ["private"] = Guid.Parse("0198c000-0000-7000-8000-000000000022"),
        },
        Channels = new Dictionary<string, Guid> { ["phone"] = Guid.Parse("0198c000-0000-7000-8000-000000000031"), ["web"] = Guid.Parse("0198c000-0000-7000-8000-000000000032") },
        Needs = new Dictionary<string, Guid> { ["pay-quickly"] = Guid.Parse("0198c000-0000-7000-8000-000000000041") },
    };

    public static SignalContext Context(Vocabulary? vocabulary = null) =>
        new(vocabulary ?? Vocabulary, new CustomerPseudonym(Encoding.UTF8.GetBytes("a secret of the tests")), new FixedClock(Now));

    public static (List<NewSignal> Signals, List<Reject> Rejects, SignalReader Reader) Read(TempFile file, string yaml, Vocabulary? vocabulary = null)
    {
        var mapping = Mapping.Parse(yaml).Value.ShouldNotBeNull();
        using var opened = RowFile.Open(file.Path, mapping.Format).Value.ShouldNotBeNull();
        return Read(opened, mapping, vocabulary);
    }

    public static (List<NewSignal> Signals, List<Reject> Rejects, SignalReader Reader) Read(
        RowFile opened,
        Mapping mapping,
        Vocabulary? vocabulary = null,
        FileIdentity? identity = null
    )
    {
        var created = SignalReader.Create(opened.Rows, mapping, Context(vocabulary), identity ?? File, opened.Inspection);
        created.Faults.ShouldBeEmpty();
        var (signals, rejects) = (new List<NewSignal>(), new List<Reject>());
        while (created.Value!.Read())
        {
            if (created.Value.Current.Signal is { } signal)
            {
                signals.Add(signal);
            }
            else
            {
                rejects.Add(created.Value.Current.Reject!);
            }
        }

        created.Value.Counts.Read.ShouldBe(signals.Count + rejects.Count);
        return (signals, rejects, created.Value);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>A file that is gone when the test is.</summary>
internal sealed class TempFile : IDisposable
{
    public TempFile(byte[] content, string extension = ".csv")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"redthread-test-{Guid.CreateVersion7():N}{extension}");
        System.IO.File.WriteAllBytes(Path, content);
    }

    public TempFile(string content, string extension = ".csv")
        : this(Encoding.UTF8.GetBytes(content), extension) { }

    public string Path { get; }

    public void Dispose() => System.IO.File.Delete(Path);
}
