using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Redthread.Web.Shell;

namespace Redthread.Tests.Shell;

public sealed class CsvAnswerTests
{
    [Fact]
    public void What_a_spreadsheet_would_compute_is_text_and_numbers_stay_numbers() =>
        Text(["=HYPERLINK(1)", "-2", -2.5, new DateOnly(2026, 5, 3), "a, \"b\"", null]).ShouldBe("'=HYPERLINK(1),'-2,-2.5,2026-05-03,\"a, \"\"b\"\"\",");

    private static string Text(object?[] row)
    {
        var file = (FileContentHttpResult)CsvAnswer.Of("rows.csv", ["first"], [row]);
        return Encoding.UTF8.GetString(file.FileContents.Span).Split("\r\n")[1];
    }
}
