using System.IO.Compression;
using System.Text;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Files;

public class XlsxRowsTests
{
    private const string Rows = """
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>when</t></is></c><c r="C1" t="s"><v>1</v></c></row>
        <row r="2"><c r="A2"><v>7</v></c><c r="B2" s="1"><v>42501.354166666664</v></c><c r="C2"><v>0.10000000000000001</v></c></row>
        <row r="3"/>
        <row r="5"><c r="A5" t="b"><v>1</v></c><c r="C5" t="str"><f>A1</f><v>rich &amp; plain</v></c></row>
        <row r="6"><c r="B6" s="2"><v>42501</v></c><c r="E6"><v>9</v></c></row>
        """;

    [Fact]
    public void Cells_of_every_kind_are_read()
    {
        using var temp = new TempFile(Workbook(Rows), ".xlsx");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        file.Inspection.Format.ShouldBe(FileFormat.Xlsx);
        file.Inspection.Sheets.ShouldBe(["Answers", "Notes"]);
        file.Rows.Columns.ShouldBe(["id", "when", "score of it"]);
        Next(file).ShouldBe((2, "7|2016-05-11T08:30:00|0.1", null));
        Next(file).ShouldBe((5, "true||rich & plain", null));
        Next(file).ShouldBe((6, "|2016-05-11T00:00:00|", RejectCodes.RowRagged));
        file.Rows.RowText.ShouldBe(",2016-05-11T00:00:00,,,9");
        file.Rows.Read().ShouldBeFalse();
        file.Rows.BlankRows.ShouldBe(1);
        file.Inspection.Column("when")!.DateOrder.ShouldBe(DateOrderEvidence.YearMonthDay);
    }

    [Fact]
    public void A_sheet_is_chosen_by_name()
    {
        using var temp = new TempFile(Workbook(Rows), ".xlsx");
        using var file = RowFile.Open(temp.Path, new FormatHints { Sheet = "notes" }).Value.ShouldNotBeNull();

        file.Rows.Columns.ShouldBe(["other"]);
        RowFile.Open(temp.Path, new FormatHints { Sheet = "Nope" }).Faults.Single().Code.ShouldBe(FaultCodes.SheetUnknown);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        using var temp = new TempFile(Workbook(Rows + string.Concat(Enumerable.Repeat("<row r=\"9\"/>", 4_000_000))), ".xlsx");

        RowFile.Open(temp.Path, limits: new FileLimits { RatioFreeBytes = 1 << 20 }).Faults.Single().Code.ShouldBe(FaultCodes.FileExpandsTooFar);
    }

    [Fact]
    public void An_archive_that_is_no_workbook_is_refused()
    {
        using var temp = new TempFile([0x50, 0x4B, 0x03, 0x04, 1, 2, 3, 4], ".xlsx");

        RowFile.Open(temp.Path).Faults.Single().Code.ShouldBe(FaultCodes.FileFormat);
    }

    [Fact]
    public void A_real_workbook_is_read()
    {
        var path = SharedData.Require("airport-survey/dictionary-2018.xlsx");
        using var file = RowFile.Open(path).Value.ShouldNotBeNull();

        file.Inspection.Sheets.ShouldBe(["Code List"]);
        file.Inspection.FirstRows.SelectMany(row => row).ShouldContain(cell => cell.Contains("RESPNUM"));
    }

    private static (long, string, string?) Next(RowFile file)
    {
        file.Rows.Read().ShouldBeTrue();
        return (file.Rows.RowNumber, string.Join('|', Enumerable.Range(0, 3).Select(column => file.Rows[column])), file.Rows.Damage?.Code);
    }

    private static byte[] Workbook(string rows)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(
                zip,
                "[Content_Types].xml",
                $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Kind}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="{Kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{Kind}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{Kind}.sharedStrings+xml"/></Types>"""
            );
            Put(
                zip,
                "_rels/.rels",
                $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="r1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
            );
            Put(
                zip,
                "xl/workbook.xml",
                $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="Answers" sheetId="1" r:id="r1"/><sheet name="Notes" sheetId="2" r:id="r2"/></sheets></workbook>"""
            );
            Put(
                zip,
                "xl/_rels/workbook.xml.rels",
                $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="r1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{Relations}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="{Relations}/styles" Target="styles.xml"/><Relationship Id="r4" Type="{Relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
            );
            Put(
                zip,
                "xl/styles.xml",
                $"""<styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-409]d\-mmm;@"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>"""
            );
            Put(
                zip,
                "xl/sharedStrings.xml",
                $"""<sst xmlns="{Main}"><si><t>id</t></si><si><r><t>score</t></r><r><t xml:space="preserve"> of it</t></r><rPh><t>hint</t></rPh></si></sst>"""
            );
            Put(zip, "xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>""");
            Put(
                zip,
                "xl/worksheets/sheet2.xml",
                $"""<worksheet xmlns="{Main}"><sheetData><row><c t="inlineStr"><is><t>other</t></is></c></row><row><c><v>1</v></c></row></sheetData></worksheet>"""
            );
        }

        return bytes.ToArray();
    }

    private static void Put(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
