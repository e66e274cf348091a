using Redthread.Tests.Features.Journeys;
using Redthread.Tests.Support;
using Redthread.Web.Features.Notes;
using Redthread.Web.Features.Segments;

namespace Redthread.Tests.Features.Notes;

public sealed class NotesTests(PostgresServer postgres)
{
    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Notes_imported_twice_are_there_once(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.SaveAsync("journey: join\nname: Join\n");
        const string Csv = "date,text,journey,externalId\n2026-05-03,\"New menu, shorter\",join,n1\n2026-05-04,Strike,,\n2026-13-01,No day,,\n2026-05-05,Elsewhere,jion,\n";
        var import = desk.Get<ImportNotes>();
        var first = (await import.HandleAsync(Actor.Operator, Csv, default)).Value;
        (first.Read, first.Added, first.Changed, first.Unchanged).ShouldBe((4, 2, 0, 0));
        first.Rejected.Select(reject => (reject.Row, reject.Column)).ShouldBe([(4, "date"), (5, "journey")]);
        first.Rejected[1].Reason.ShouldContain("join");
        var second = (await import.HandleAsync(Actor.Operator, Csv, default)).Value;
        (second.Added, second.Changed, second.Unchanged).ShouldBe((0, 0, 2));
        var third = (await import.HandleAsync(Actor.Operator, Csv.Replace("shorter", "longer"), default)).Value;
        (third.Added, third.Changed, third.Unchanged).ShouldBe((0, 1, 1));
        (await desk.Get<NoteQueries>().ReadNotesAsync(default)).Select(note => note.Text).ShouldBe(["Strike", "New menu, longer"]);
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task A_note_is_changed_and_removed_by_the_version_seen(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        var change = desk.Get<ChangeNote>();
        var note = (await change.CreateAsync(Actor.Operator, new() { On = new DateOnly(2026, 5, 3), Text = "New menu" }, default)).Value;
        (
            await change.SetAsync(
                Actor.Operator,
                note.Id,
                new()
                {
                    On = note.On,
                    Text = "New phone menu",
                    Version = 1,
                },
                default
            )
        ).Ok.ShouldBeTrue();
        (
            await change.SetAsync(
                Actor.Operator,
                note.Id,
                new()
                {
                    On = note.On,
                    Text = "Old menu",
                    Version = 1,
                },
                default
            )
        ).Error.ShouldBe(Error.Stale);
        (await change.RemoveAsync(Actor.Operator, note.Id, new(1), default)).Error.ShouldBe(Error.Stale);
        (await change.RemoveAsync(Actor.Operator, note.Id, new(2), default)).Ok.ShouldBeTrue();
        (await desk.Get<NoteQueries>().ReadNotesAsync(default)).ShouldBeEmpty();
    }

    [Theory, InlineData(Provider.Sqlite), InlineData(Provider.Postgres)]
    public async Task Traffic_imported_twice_is_counted_once_and_a_new_figure_replaces_the_old(Provider provider)
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, provider);
        await desk.SaveAsync("journey: join\nname: Join\nstages:\n  - {key: sign, name: Sign}\n");
        await desk.Get<SaveSegments>().HandleAsync(Actor.Operator, SegmentsFile.Parse("segments:\n  - {key: young, name: Young}\n").Value, default);
        const string Csv =
            "stage;month;segment;customers\njoin/sign;2026-05;;1200\njoin/sign;2026-05;young;300\njoin/sgn;2026-05;;1\njoin/sign;May;;1\njoin/sign;2026-06;old;1\njoin/sign;2026-06;;many\njoin/sign;2026-06\n";
        var set = desk.Get<SetTraffic>();
        var first = (await set.ImportAsync(Actor.Operator, Csv, default)).Value;
        (first.Read, first.Added, first.Unchanged).ShouldBe((7, 2, 0));
        first.Rejected.Select(reject => (reject.Row, reject.Column)).ShouldBe([(4, "stage"), (5, "month"), (6, "segment"), (7, "customers"), (8, null)]);
        (await set.ImportAsync(Actor.Operator, Csv, default)).Value.Unchanged.ShouldBe(2);
        (await set.HandleAsync(Actor.Operator, [new("join/sign", "2026-05", null, "1300"), new("join/sign", "2026-05", "young", "")], default)).Value.Changed.ShouldBe(2);
        (await desk.Get<NoteQueries>().ReadTrafficAsync(default)).ShouldBe([new("join/sign", "2026-05", null, 1300)]);
        (await desk.Get<NoteQueries>().ReadAsync(default)).Traffic.Single().Rows.Single().Customers.ShouldBe([1300L]);
    }

    [Fact]
    public async Task Traffic_of_the_future_and_rows_that_contradict_each_other_are_refused()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        await desk.SaveAsync("journey: join\nname: Join\nstages:\n  - {key: sign, name: Sign}\n");
        const string Csv = "stage,month,customers\njoin/sign,2026-05,500\njoin/sign,2026-05,500\njoin/sign,2026-05,600\njoin/sign,2090-07,3\n";

        var report = (await desk.Get<SetTraffic>().ImportAsync(Actor.Operator, Csv, default)).Value;

        (report.Added, report.Changed).ShouldBe((1, 0));
        report.Rejected.Select(row => (row.Row, row.Column)).ShouldBe([(4, "customers"), (5, "month")]);
        report.Rejected[0].Reason.ShouldContain("Row 2 says 500");
        report.Rejected[1].Reason.ShouldContain("future");
    }

    [Fact]
    public async Task A_file_without_its_columns_is_refused_whole()
    {
        await using var desk = await JourneyDesk.OpenAsync(postgres, Provider.Sqlite);
        (await desk.Get<SetTraffic>().ImportAsync(Actor.Operator, "stage,customers\n", default)).Error!.Message.ShouldContain("month");
    }
}
