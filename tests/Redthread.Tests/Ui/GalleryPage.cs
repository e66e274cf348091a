using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Redthread.Web.Shell.Layout;
using Redthread.Web.Ui;

#pragma warning disable ASP0006 // Rendered once and never compared, so sequence numbers serve nothing here.

namespace Redthread.Tests.Ui;

/// <summary>The components that know no feature, together on one page.</summary>
internal sealed class GalleryPage : ComponentBase
{
    [Parameter] public required FrameModel Frame { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder) =>
        Add<PageLayout>(builder, 0, ("Frame", Frame), ("ChildContent", (RenderFragment)Body));

    private static void Body(RenderTreeBuilder builder)
    {
        Add<PageHead>(builder, 10, ("Title", "Imports"), ("Subtitle", "Files brought in, what each gave and what was refused"),
            ("Trail", new LinkItem[] { new("Evidence", "/evidence"), new("Imports", "/imports", true) }), ("Actions", Markup("<a class=\"button\" href=\"/sources\">Sources</a><a class=\"button primary\" href=\"/imports/new\">Import a file</a>")));
        Add<Alert>(builder, 20, ("Title", "The file was read up to row 1,204"), ("ChildContent", Markup("<p>Row 1,205 has 11 columns where the header has 12. Everything before it is kept; correct the row and import the file again, nothing will be counted twice.</p>")));
        Add<Alert>(builder, 30, ("Title", "4,812 signals accepted, 31 duplicates, 7 rejected: 4,850 rows"), ("Kind", AlertKind.Good));
        Add<Tabs>(builder, 40, ("Label", "Imports"), ("Items", new LinkItem[] { new("Running", "/imports?state=running", true, 1), new("Done", "/imports?state=done", Count: 18), new("Stopped", "/imports?state=stopped") }));
        Add<ProgressBar>(builder, 50, ("Label", "survey-2026-05.csv"), ("Done", 61_200L), ("Total", 184_302L), ("Unit", "rows"));
        Add<DataTable>(builder, 60, ("Caption", "Imports"), ("Stacked", true),
            ("Head", Markup("<th scope=\"col\">File</th><th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\" class=\"number\">Accepted</th><th scope=\"col\" class=\"number\">Rejected</th><th scope=\"col\">When</th>")),
            ("ChildContent", Markup("<tr><th scope=\"row\"><a href=\"/imports/1\">survey-2026-05.csv</a></th><td class=\"number\" data-label=\"Rows\">4,850</td><td class=\"number\" data-label=\"Accepted\">4,812</td><td class=\"number\" data-label=\"Rejected\">7</td><td data-label=\"When\">2 hours ago</td></tr><tr><th scope=\"row\"><a href=\"/imports/2\">tickets-april.ndjson</a></th><td class=\"number\" data-label=\"Rows\">12,031</td><td class=\"number\" data-label=\"Accepted\">12,031</td><td class=\"number\" data-label=\"Rejected\">0</td><td data-label=\"When\">9 May</td></tr>")));
        Add<Pager>(builder, 70, ("First", 1L), ("Last", 20L), ("Total", 1_204L), ("NextHref", "/imports?page=2"));
        builder.OpenElement(80, "form");
        builder.AddAttribute(81, "class", "form");
        builder.AddAttribute(82, "method", "post");
        Add<Field>(builder, 90, ("Name", "name"), ("Label", "Name"), ("Value", "Phone survey"), ("Hint", "As people call it; shown beside every signal."));
        Add<Field>(builder, 100, ("Name", "minimum"), ("Label", "Minimum n"), ("Value", "-3"), ("Error", "Minimum n is a whole number from 5 upward."));
        Add<Select>(builder, 110, ("Name", "kind"), ("Label", "Kind"), ("Value", "csv"), ("Options", new SelectOption[] { new("csv", "CSV", "Tables"), new("xlsx", "Excel", "Tables"), new("xes", "XES", "Event logs") }));
        Add<TextArea>(builder, 120, ("Name", "note"), ("Label", "Note"), ("Optional", true));
        Add<CheckField>(builder, 130, ("Name", "mask"), ("Label", "Mask e-mail addresses and phone numbers"), ("Checked", true), ("Hint", "Cannot be undone."));
        builder.AddMarkupContent(140, "<div class=\"form-actions\"><button class=\"button primary\">Save</button><a class=\"button quiet\" href=\"/imports\">Cancel</a></div>");
        builder.CloseElement();
        builder.AddMarkupContent(150, "<hr><p class=\"cluster\">");
        Add<Chip>(builder, 160, ("ChildContent", Markup("+1")));
        Add<Chip>(builder, 170, ("Quiet", true), ("ChildContent", Markup("draft")));
        Add<Chip>(builder, 180, ("Strong", true), ("ChildContent", Markup("failing")));
        Add<KeyHint>(builder, 190, ("Keys", "Ctrl K"));
        builder.AddMarkupContent(200, "</p>");
        Add<SecretOnce>(builder, 210, ("Title", "Token “survey platform”"), ("Value", "rt_7f3k29dk20fk3920dk3k2"));
        Add<BeadLine>(builder, 220, ("Beads", PanelFixtures.PhoneMenu(PictureFixtures.Telecom()).Thread));
        Add<EmptyState>(builder, 230, ("Title", "No texts wait for a place"), ("ChildContent", Markup("<p>When a text arrives that no rule and no classifier can place, it waits here for the steward.</p>")), ("ActionLabel", "Import signals"), ("ActionHref", "/imports/new"));
        Add<Dialog>(builder, 240, ("Id", "stop"), ("Title", "Stop this import?"), ("ChildContent", Markup("<p>What has been read is kept.</p>")));
    }

    private static RenderFragment Markup(string html) => builder => builder.AddMarkupContent(0, html);

    private static void Add<T>(RenderTreeBuilder builder, int sequence, params (string Name, object Value)[] parameters)
        where T : IComponent
    {
        builder.OpenComponent<T>(sequence);
        foreach (var (name, value) in parameters)
        {
            builder.AddComponentParameter(sequence + 1, name, value);
        }

        builder.CloseComponent();
    }
}
