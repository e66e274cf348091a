using System.IO.Compression;
using System.Text;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion.Files;

public class JsonRowsTests
{
    private const string Objects = """{"id":1,"who":{"name":"A, \"b\"","age":3},"tags":["x","]"]}""";

    [Theory]
    [InlineData("[{0},{1}]", FileFormat.Json)]
    [InlineData(" [ \n {0} , \n {1} \n ] ", FileFormat.Json)]
    [InlineData("{{\"total\":2,\"note\":\"[no]\",\"rows\":[{0},{1}],\"more\":[1]}}", FileFormat.Json)]
    [InlineData("{0}\n{1}\n", FileFormat.NdJson)]
    [InlineData("{0}\r\n\r\n{1}", FileFormat.NdJson)]
    public void Every_shape_gives_the_same_rows(string shape, FileFormat format)
    {
        using var temp = new TempFile(string.Format(null, shape, Objects, """{"id":2,"extra":true,"who":{"name":null}}"""), ".json");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        file.Inspection.Format.ShouldBe(format);
        file.Rows.Columns.ShouldBe(["id", "who.name", "who.age", "tags", "extra"]);
        file.Rows.Read().ShouldBeTrue();
        Enumerable.Range(0, 5).Select(column => file.Rows[column]).ShouldBe(["1", "A, \"b\"", "3", "[\"x\",\"]\"]", ""]);
        file.Rows.RowText.ShouldBe("1,\"A, \"\"b\"\"\",3,\"[\"\"x\"\",\"\"]\"\"]\",");
        file.Rows.Read().ShouldBeTrue();
        file.Rows[4].ShouldBe("true");
        file.Rows.Read().ShouldBeFalse();
        file.Rows.Fault.ShouldBeNull();
    }

    [Fact]
    public void An_item_that_is_not_json_is_one_reject()
    {
        using var temp = new TempFile("{\"a\":1}\n{\"a\":\n[1]\n{\"a\":2}\n", ".ndjson");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        Damages(file).ShouldBe([null, RejectCodes.RowNotJson, RejectCodes.RowNotJson, null]);
    }

    [Fact]
    public void An_item_too_long_is_one_reject()
    {
        using var temp = new TempFile($"[{{\"a\":1}},{{\"a\":\"{new string('x', 50_000)}\"}},{{\"a\":2}}]");
        using var file = RowFile.Open(temp.Path, limits: new FileLimits { MaxRowChars = 1_000 }).Value.ShouldNotBeNull();

        Damages(file).ShouldBe([null, RejectCodes.RowTooLong, null]);
    }

    [Fact]
    public void A_file_cut_off_says_so_after_its_rows()
    {
        using var temp = new TempFile("[{\"a\":1},{\"a\":2},{\"a\"");
        using var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull();

        Damages(file).ShouldBe([null, null, RejectCodes.RowNotJson]);
        file.Rows.Fault!.Code.ShouldBe(FaultCodes.FileTruncated);
    }

    [Fact]
    public void Gzip_is_read_through_and_a_bomb_is_refused()
    {
        using var temp = new TempFile(Packed(Encoding.UTF8.GetBytes("a,b\n1,2\n")), ".csv.gz");
        using (var file = RowFile.Open(temp.Path).Value.ShouldNotBeNull())
        {
            file.Inspection.Compressed.ShouldBeTrue();
            Damages(file).ShouldBe([null]);
        }

        using var bomb = new TempFile(Packed(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 2_000_000)))), ".csv.gz");
        RowFile.Open(bomb.Path, limits: new FileLimits { RatioFreeBytes = 4 << 20 }).Faults.Single().Code.ShouldBe(FaultCodes.FileExpandsTooFar);
    }

    [Fact]
    public void A_gzip_file_cut_off_says_so()
    {
        var packed = Packed(Encoding.UTF8.GetBytes("a,b\n" + string.Join('\n', Enumerable.Range(0, 300_000).Select(row => $"{row * 7919 % 100_003},{row}"))));
        using var temp = new TempFile(packed[..(packed.Length / 2)], ".csv.gz");
        RowFile.Open(temp.Path).Faults.Single().Code.ShouldBe(FaultCodes.FileTruncated);
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
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
