using System.Text;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Files;

public class CsvRowsTests
{
    private static readonly FileLimits Small = new() { MaxRowChars = 200_000, MaxColumns = 50 };

    [Fact]
    public void Quotes_newlines_and_doubled_quotes_are_part_of_a_cell()
    {
        using var file = Open("a,b,c\r\n\"x, \"\"y\"\"\",\"two\nlines\",plain\r\n1,,\r\n", out _);

        file.Rows.Read().ShouldBeTrue();
        Cells(file).ShouldBe(["x, \"y\"", "two\nlines", "plain"]);
        file.Rows.RowText.ShouldBe("\"x, \"\"y\"\"\",\"two\nlines\",plain");
        file.Rows.Read().ShouldBeTrue();
        Cells(file).ShouldBe(["1", "", ""]);
        file.Rows.RowNumber.ShouldBe(3);
        file.Rows.Read().ShouldBeFalse();
    }

    [Fact]
    public void It_reads_what_CsvHelper_reads()
    {
        var cells = Gen.Elements("a", "", "1.5", "x,y", "q\"q", "line\nbreak", "line\r\nbreak", " s ", "é", "\"", ";");
        var rows = cells.ArrayOf(3).NonEmptyListOf().Select(list => list.Where(row => row.Any(cell => cell.Trim().Length > 0)).ToArray());
        Prop.ForAll(
                rows.ToArbitrary(),
                table =>
                {
                    var text = "h1,h2,h3\r\n" + string.Concat(table.Select(row => string.Join(',', row.Select(Quoted)) + "\r\n"));
                    using var oracle = CsvReader.FromText(text, new CsvReaderOptions());
                    using var file = Open(text, out _);
                    foreach (var _ in table)
                    {
                        oracle.Read().ShouldBeTrue();
                        file.Rows.Read().ShouldBeTrue();
                        Cells(file).ShouldBe(Enumerable.Range(0, 3).Select(cell => oracle.GetString(cell).Trim()));
                    }

                    return !file.Rows.Read();
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Blank_lines_are_passed_over_and_counted()
    {
        using var file = Open("a,b\n\n1,2\n,\n\n3,4", out _);

        Rows(file).ShouldBe([3L, 6L]);
        file.Rows.BlankRows.ShouldBe(3);
    }

    [Fact]
    public void A_ragged_row_is_a_row_with_damage()
    {
        using var file = Open("a,b\n1\n1,2,3\n1,2,,\n", out _);

        Damages(file).ShouldBe([RejectCodes.RowRagged, RejectCodes.RowRagged, null]);
    }

    [Fact]
    public void A_row_of_gigabytes_is_one_reject_and_the_next_is_read()
    {
        var text = "a,b\n1,2\n" + new string('x', 5_000_000) + "\n3,4\n" + "5," + new string('y', 300_000) + "\r\n6,7";
        using var file = Open(text, out _);

        Damages(file).ShouldBe([null, RejectCodes.RowTooLong, null, RejectCodes.RowTooLong, null]);
        file.Rows.RowNumber.ShouldBe(6);
    }

    [Fact]
    public void A_quote_never_closed_costs_its_own_line_only()
    {
        using var file = Open("a,b\n\"oops,2\n3,4\n5,6\n", out _);

        Damages(file).ShouldBe([RejectCodes.RowUnclosedQuote, null, null]);
    }

    [Fact]
    public void Duplicate_and_empty_headers_get_names_that_are_told()
    {
        using var file = Open("a,A,,a\n1,2,3,4\n", out var inspection);

        file.Rows.Columns.ShouldBe(["a", "A (2)", "column 3", "a (3)"]);
        inspection.Notes.Count.ShouldBe(2);
    }

    [Fact]
    public void Too_many_columns_are_refused()
    {
        var header = string.Join(',', Enumerable.Range(0, 100_000).Select(column => $"c{column}"));
        using var temp = new TempFile(header + "\n" + header);

        RowFile.Open(temp.Path).Faults.Single().Code.ShouldBe(FaultCodes.FileTooManyColumns);
    }

    [Theory]
    [InlineData("a;b\n1;2,5\n3;4,5\n", ';', true)]
    [InlineData("a\tb\n1\t2.5\n", '\t', false)]
    [InlineData("a|b\n1|x,y\n2|x\n", '|', false)]
    [InlineData("sep=;\na;b\n1;2\n", ';', false)]
    [InlineData("a,b\n\"1;2;3\",x\n\"4;5;6\",y\n", ',', false)]
    public void Delimiter_and_decimal_comma_are_found(string text, char delimiter, bool comma)
    {
        using var file = Open(text, out var inspection);

        inspection.Delimiter.ShouldBe(delimiter);
        inspection.DecimalComma.ShouldBe(comma);
        file.Rows.Columns.Take(2).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("utf-8", false, "utf-8")]
    [InlineData("utf-8", true, "utf-8")]
    [InlineData("utf-16", true, "utf-16")]
    [InlineData("utf-16", false, "utf-16")]
    [InlineData("utf-16BE", true, "utf-16BE")]
    [InlineData("windows-1252", false, "windows-1252")]
    [InlineData("ibm437", false, "ibm437")]
    public void Encodings_are_found_by_evidence(string encoding, bool mark, string expected)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var wanted = Encoding.GetEncoding(encoding);
        var text = "Straße,Größe\nMünchen,schön war’s\nKöln,für Jäger\n".Replace('’', encoding == "ibm437" ? '\'' : '’');
        using var temp = new TempFile([.. mark ? wanted.GetPreamble() : [], .. wanted.GetBytes(text)]);
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        file.Inspection.Encoding.ShouldBe(expected);
        file.Inspection.EncodingEvidence.ShouldNotBeEmpty();
        file.Rows.Columns.ShouldBe(["Straße", "Größe"]);
        file.Rows.Read().ShouldBeTrue();
        file.Rows[0].ShouldBe("München");
    }

    [Theory]
    [InlineData("windows-1251", "имя,отзыв\nАнна,Очень хорошо\nИван,Долго ждал ответа\n")]
    [InlineData("koi8-r", "имя,отзыв\nАнна,Очень хорошо\nИван,Долго ждал ответа\n")]
    [InlineData("windows-1253", "όνομα,σχόλιο\nΆννα,περίμενα πολλή ώρα\n")]
    [InlineData("iso-8859-7", "όνομα,σχόλιο\nΆννα,περίμενα πολλή ώρα\n")]
    [InlineData("windows-1255", "שם,הערה\nדנה,ההזמנה שלי לא הגיעה ואף אחד לא עונה לטלפון\n")]
    [InlineData("windows-1256", "الاسم,التعليق\nمريم,طلبي لم يصل أبدا ولا أحد يرد على الهاتف\n")]
    [InlineData("windows-874", "ชื่อ,ความเห็น\nมาลี,คำสั่งซื้อของฉันไม่มาถึงและไม่มีใครรับโทรศัพท์\n")]
    [InlineData("windows-1250", "imię,opinia\nŁucja,obsługa była zła i żądam zwrotu pieniędzy\n")]
    [InlineData("iso-8859-2", "név,vélemény\nÉva,Nagyon rossz kiszolgálás, sokáig vártam, őrület, fizetős\n")]
    [InlineData("shift_jis", "名前,感想\n田中,とても良いサービスでした\n佐藤,待ち時間が長い\n")]
    [InlineData("euc-kr", "이름,의견\n민수,주문한 상품이 도착하지 않았고 전화도 받지 않습니다\n")]
    [InlineData("gb18030", "姓名,意见\n小明,我的订单一直没有到，也没有人接电话\n")]
    [InlineData("big5", "姓名,意見\n小明,我的訂單一直沒有到，也沒有人接電話\n")]
    [InlineData("macintosh", "Straße,Größe\nMünchen,“schön” war’s, café\nKöln,für Jäger – déjà vu\n")]
    [InlineData("windows-1252", "nombre,opinión\nÍñigo,Esperé mucho tiempo y nadie me ayudó, ¡qué vergüenza!\n")]
    [InlineData("windows-1252", "id,text\n1,The café was fine\n")]
    [InlineData("windows-1252", "id,text\n1,it cost 5 € more\n2,it’s ok\n")]
    public void Encodings_of_other_scripts_and_machines_are_found_too(string encoding, string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var temp = new TempFile(Encoding.GetEncoding(encoding).GetBytes(text));
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        // What shares the places of its letters reads as well.
        Encoding.GetEncoding(file.Inspection.Encoding).GetString(Encoding.GetEncoding(encoding).GetBytes(text)).ShouldBe(text);
        file.Rows.Columns[0].ShouldBe(text[..text.IndexOf(',')]);
    }

    [Fact]
    public void Letters_that_make_no_words_are_doubted_aloud()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var temp = new TempFile([.. "id,text\n1,"u8, 0xF0, 0xA8, 0xB1, 0xFE, 0xB9, 0xA4, (byte)'\n']);
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        file.Inspection.EncodingDoubtful.ShouldBeTrue();
        file.Inspection.Notes.ShouldContain(note => note.Contains("format: { encoding"));
        using var named = RowFile.Open(temp.Path, new FormatHints { Encoding = "iso-8859-7" }).Value.ShouldNotBeNull();
        named.Inspection.EncodingDoubtful.ShouldBeFalse();
    }

    [Fact]
    public void A_letter_at_the_end_of_a_cell_keeps_the_space_that_is_part_of_it()
    {
        using var temp = new TempFile("id,text\n1,\"voil\u00C3\u00A0\"\n2, \u00A0plain\u00A0 \n"u8.ToArray());
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();
        file.Rows.Read().ShouldBeTrue();
        file.Rows[1].ShouldBe("voil\u00C3\u00A0");
        file.Rows.Read().ShouldBeTrue();
        file.Rows[1].ShouldBe("plain");
    }

    [Fact]
    public void A_row_with_bytes_of_another_encoding_is_rejected_not_guessed()
    {
        using var temp = new TempFile([.. "a,b\n1,2\nM"u8, 0xFC, .. "nchen,3\n4,5\n"u8]);
        using var file = RowFile.Open(temp.Path, new FormatHints { Encoding = "utf-8" }).Value.ShouldNotBeNull();

        Damages(file).ShouldBe([null, RejectCodes.RowEncoding, null]);
    }

    [Theory]
    [InlineData("", FaultCodes.FileEmpty)]
    [InlineData("\n\n", FaultCodes.FileEmpty)]
    [InlineData("\u0000\u0001\u0002a,b\u0000\u0003", FaultCodes.FileBinary)]
    [InlineData("%PDF-1.7 a,b", FaultCodes.FileBinary)]
    public void What_is_no_table_is_refused(string content, string code)
    {
        using var temp = new TempFile(content);

        RowFile.Open(temp.Path).Faults.Single().Code.ShouldBe(code);
    }

    [Fact]
    public void A_missing_file_is_a_fault() => RowFile.Open(Path.Combine(Path.GetTempPath(), "redthread-none.csv")).Faults.Single().Code.ShouldBe(FaultCodes.FileMissing);

    private static RowFile Open(string text, out FileInspection inspection)
    {
        using var temp = new TempFile(text);
        var file = RowFile.Open(temp.Path, limits: Small);
        file.Faults.ShouldBeEmpty();
        inspection = file.Value!.Inspection;
        return file.Value;
    }

    private static string[] Cells(RowFile file) => [.. Enumerable.Range(0, file.Rows.Columns.Count).Select(column => file.Rows[column])];

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",\r\n") || cell.StartsWith(' ') ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;

    private static List<long> Rows(RowFile file)
    {
        var rows = new List<long>();
        while (file.Rows.Read())
        {
            rows.Add(file.Rows.RowNumber);
        }

        return rows;
    }

    private static List<string?> Damages(RowFile file)
    {
        var damages = new List<string?>();
        while (file.Rows.Read())
        {
            damages.Add(file.Rows.Damage?.Code);
        }

        return damages;
    }
}
