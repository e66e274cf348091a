using Redthread.Web.Ingestion.EventLogs;
using Redthread.Web.Ingestion.EventLogs.Editing;

namespace Redthread.Tests.Ingestion.EventLogs;

public sealed class EventLogEditorTests
{
    private const string Xes = """
        <?xml version="1.0" encoding="UTF-8"?>
        <log xes.version="1.0" xmlns="http://www.xes-standard.org/"><extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
        <trace><string key="concept:name" value="anna-1"/><string key="customer" value="anna"/>
        <event><string key="concept:name" value="call"/><date key="time:timestamp" value="2026-01-01T00:00:00Z"/><string key="caller" value="ANNA"/></event></trace>
        <trace><string key="concept:name" value="bert-1"/>
        <event><string key="concept:name" value="anna"/><string key="customer" value="bert"/><date key="time:timestamp" value="2026-01-01T00:00:00Z"/></event></trace>
        </log>
        """;

    private const string Ocel = """
        {"objectTypes": [], "eventTypes": [],
         "objects": [{"id": "anna", "type": "customer"}, {"id": "bert", "type": "customer"},
                     {"id": "o1", "type": "order", "relationships": [{"objectId": "anna", "qualifier": "of"}]}, {"id": "o2", "type": "order"}],
         "events": [{"id": "e1", "type": "place", "time": "2026-01-01T00:00:00Z", "relationships": [{"objectId": "o1"}, {"objectId": "anna"}]},
                    {"id": "e2", "type": "place", "time": "2026-01-02T00:00:00Z", "relationships": [{"objectId": "o2"}, {"objectId": "bert"}]},
                    {"id": "e3", "type": "ship", "time": "2026-01-03T00:00:00Z", "relationships": [{"objectId": "o1"}, {"objectId": "o2"}]}]}
        """;

    private static readonly EventLogRequest All = new() { AllColumns = true };

    [Fact]
    public void Customers_of_xes_become_marks_and_go_by_trace()
    {
        using var file = new TempFile(Xes, ".xes");
        using var marked = new TempFile("", ".xes");
        EventLogEditor.Edit(file.Path, marked.Path, All, new(Mark)).Value!.Changed.ShouldBeTrue();
        var text = File.ReadAllText(marked.Path);
        var log = EventLogFile.Read(marked.Path, All).Value!.Log;
        log.Cases.ShouldBe(["<anna>-1", "<bert>-1"]);
        log.Customer!.Names.ShouldBe(["<anna>", "<bert>"]);
        // What was done is what it was, even if it is called like a customer.
        log.Activities.ShouldBe(["call", "anna"]);
        text.ShouldNotContain("ANNA", Case.Sensitive);

        using var erased = new TempFile("", ".xes");
        var edited = EventLogEditor.Edit(marked.Path, erased.Path, All, new(Mark, "Anna")).Value!;
        edited.Removed.ShouldBe(["<anna>-1"]);
        EventLogFile.Read(erased.Path, All).Value!.Log.Cases.ShouldBe(["<bert>-1"]);
        EventLogEditor.Edit(erased.Path, marked.Path, All, new(Mark, "Anna")).Value!.Changed.ShouldBeFalse();
    }

    [Fact]
    public void Customers_of_objects_become_marks_and_go_with_their_cases_while_others_keep_shared_events()
    {
        var request = All with { CaseType = "order" };
        using var file = new TempFile(Ocel, ".json");
        using var marked = new TempFile("", ".json");
        EventLogEditor.Edit(file.Path, marked.Path, request, new(Mark)).Value!.Changed.ShouldBeTrue();
        File.ReadAllText(marked.Path).ShouldNotContain("\"anna\"");
        var log = EventLogFile.Read(marked.Path, request).Value!.Log;
        log.Cases.ShouldBe(["o1", "o2"]);
        log.Customer!.Ids.ShouldBe([0, 1]);
        log.EventCount.ShouldBe(4);

        using var erased = new TempFile("", ".json");
        EventLogEditor.Edit(marked.Path, erased.Path, request, new(Mark, "anna")).Value!.Removed.ShouldBe(["o1"]);
        var left = EventLogFile.Read(erased.Path, request).Value!.Log;
        (left.CaseCount, left.EventCount).ShouldBe((1, 2));
        File.ReadAllText(erased.Path).ShouldNotContain("anna");
        File.ReadAllText(erased.Path).ShouldNotContain("o1");
    }

    [Fact]
    public void A_table_of_any_form_keeps_all_but_the_keys()
    {
        using var file = new TempFile(
            """[{"case": "1", "activity": "a;\"b\"", "time": "2026-01-01T00:00:00Z", "customer": "anna"}, {"case": "1", "activity": "c", "time": "2026-01-02T00:00:00Z", "more": "anna"}]""",
            ".json"
        );
        using var marked = new TempFile("");
        EventLogEditor.Edit(file.Path, marked.Path, All, new(Mark)).Value!.Changed.ShouldBeTrue();
        var log = EventLogFile.Read(marked.Path, All).Value!.Log;
        log.Activities.ShouldBe(["a;\"b\"", "c"]);
        log.Customer!.Names.ShouldBe(["<anna>"]);
        using var erased = new TempFile("");
        EventLogEditor.Edit(marked.Path, erased.Path, All, new(Mark, "ANNA")).Value!.Removed.ShouldBe(["1"]);
        File.ReadAllText(erased.Path).Trim().ShouldBe("case,activity,time,customer,more");
        using var none = new TempFile("case,activity,time\n1,a,2026-01-01T00:00:00Z\n");
        EventLogEditor.Edit(none.Path, erased.Path, All, new(Mark)).Value!.Changed.ShouldBeFalse();
    }

    private static string Mark(string key) => key.StartsWith('<') ? key : $"<{key.ToLowerInvariant()}>";
}
