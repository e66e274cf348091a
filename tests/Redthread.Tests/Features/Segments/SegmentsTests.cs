using Microsoft.EntityFrameworkCore;
using Redthread.Tests.Features.Journeys;
using Redthread.Tests.Support;
using Redthread.Web.Features.Segments;
using Part = Redthread.Web.Features.Segments.ChangeSegments.Part;

namespace Redthread.Tests.Features.Segments;

public sealed class SegmentsTests(PostgresServer postgres)
{
    private const string File =
        "channels:\n  - {key: phone, name: Phone}\nsegments:\n  - {key: prepaid, name: Prepaid, partition: plan, share: 0.333333}\n  - {key: contract, name: Contract, partition: plan, share: 0.6}\npersonas:\n  - {key: ana, name: Ana, segment: prepaid, story: \"Two lines,\\nand a quote: “x”\"}\nneeds:\n  - {key: know-when, name: I want to know when}\n";

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_file_goes_both_ways_and_again_changes_nothing(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        var save = desk.Get<SaveSegments>();
        (await save.HandleAsync(Actor.Operator, SegmentsFile.Parse(File).Value, default)).Value.Changed.ShouldBe(5);
        var written = (await desk.Get<SegmentQueries>().ReadFileAsync(default)).ToYaml();
        (await save.HandleAsync(Actor.Operator, SegmentsFile.Parse(written).Value, default)).Value.Changed.ShouldBe(0);
        (await desk.Get<SegmentQueries>().ReadFileAsync(default)).ToYaml().ShouldBe(written);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task What_a_part_leaves_out_is_archived_and_a_part_left_out_is_not_touched(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        var save = desk.Get<SaveSegments>();
        await save.HandleAsync(Actor.Operator, SegmentsFile.Parse(File).Value, default);
        await using var context = desk.Context();
        var id = (await context.Segments.SingleAsync(row => row.Key == "contract")).Id;
        await save.HandleAsync(Actor.Operator, SegmentsFile.Parse("segments:\n  - {key: prepaid, name: Prepaid, partition: plan}\n").Value, default);
        var all = await desk.Get<SegmentQueries>().ReadAsync(default);
        all.Segments.Single(row => row.Key == "contract").ArchivedAt.ShouldNotBeNull();
        all.Needs.Single().ArchivedAt.ShouldBeNull();
        (await desk.Get<ChangeSegments>().SetArchivedAsync(Actor.Operator, Part.Segments, "contract", 2, false, default)).Ok.ShouldBeTrue();
        (await desk.Get<SegmentQueries>().ReadAsync(default)).Segments.Single(row => row.Key == "contract").Id.ShouldBe(id);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task The_second_of_two_editors_of_a_segment_is_told(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.Get<SaveSegments>().HandleAsync(Actor.Operator, SegmentsFile.Parse(File).Value, default);
        var change = desk.Get<ChangeSegments>();
        (
            await change.SetAsync(
                Actor.Operator,
                Part.Segments,
                "prepaid",
                new()
                {
                    Name = "Pay as you go",
                    Partition = "plan",
                    Share = "40",
                    Version = 1,
                },
                default
            )
        ).Ok.ShouldBeTrue();
        (
            await change.SetAsync(
                Actor.Operator,
                Part.Segments,
                "prepaid",
                new()
                {
                    Name = "Prepaid!",
                    Partition = "plan",
                    Share = "40",
                    Version = 1,
                },
                default
            )
        ).Error.ShouldBe(Error.Stale);
        var partition = (await desk.Get<SegmentQueries>().ReadAsync(default)).Partitions.Single();
        partition.Sum!.Value.ShouldBe(1, 1e-9);
        partition.Segments[0].Name.ShouldBe("Pay as you go");
    }

    [Theory]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("half")]
    public async Task A_share_is_between_0_and_100_percent(string share)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        (
            await desk.Get<ChangeSegments>()
                .AddAsync(
                    Actor.Operator,
                    Part.Segments,
                    new()
                    {
                        Name = "A",
                        Partition = "plan",
                        Share = share,
                    },
                    default
                )
        ).Error!.Code.ShouldBe("share-range");
    }

    [Fact]
    public async Task Order_is_kept_within_a_partition()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        var change = desk.Get<ChangeSegments>();
        foreach (var (name, partition) in new[] { ("A", "plan"), ("Young", "age"), ("B", "plan") })
            await change.AddAsync(Actor.Operator, Part.Segments, new() { Name = name, Partition = partition }, default);
        (await change.MoveAsync(Actor.Operator, Part.Segments, "b", new(-1), default)).Ok.ShouldBeTrue();
        (await desk.Get<SegmentQueries>().ReadAsync(default)).Partitions.First(group => group.Name == "plan").Segments.Select(row => row.Name).ShouldBe(["B", "A"]);
    }

    [Theory, InlineData("channels"), InlineData("segments"), InlineData("personas"), InlineData("needs")]
    public void Addresses_name_parts_in_small_letters(string part) => SegmentsFeature.PartName.TryParse(part, out _).ShouldBeTrue();

    [Fact]
    public void An_unknown_field_is_named_by_line() => SegmentsFile.Parse("segments:\n  - key: a\n    nome: A\n").Error!.Message.ShouldContain("Line 3");
}
