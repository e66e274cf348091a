using System.Globalization;
using System.Text;
using Redthread.Web.Ingestion.Mappings;

namespace Redthread.Web.Features.Samples;

/// <summary>The relationship survey as two files of wide rows. In the second every column has another name.</summary>
internal sealed class SampleSurvey(SampleCalendar calendar, SampleCustomers customers, SampleLevels levels, SampleTexts texts, Mapping mapping)
{
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["families"] = "F",
        ["singles"] = "S",
        ["seniors"] = "O",
        ["small-business"] = "B",
    };
    private readonly SampleValues values = new(levels);

    /// <param name="wave">0 for the first, 1 for the second.</param>
    public string Csv(int wave)
    {
        var random = new SampleRandom(310 + wave);
        var (from, to) = wave == 0 ? (calendar.Start, calendar.SecondWave) : (calendar.SecondWave, calendar.End);
        var csv = new StringBuilder();
        csv.AppendJoin(',', Header(wave)).Append('\n');
        foreach (var (at, number) in Instants(random, from, to).Select((at, index) => (at, index + 1)))
            AppendRow(csv, random, wave, number, at);
        AppendBadRows(csv, wave, from);
        return csv.ToString();
    }

    private static IEnumerable<DateTime> Instants(SampleRandom random, DateTime from, DateTime to) =>
        Enumerable.Range(0, SampleFacts.SurveyRows).Select(_ => random.Instant(from, to)).Order().ToList();

    private IEnumerable<string> Header(int wave) => Columns(wave).Concat(mapping.Readings.Select(reading => reading.Columns[wave]));

    private static string[] Columns(int wave) =>
        wave == 0 ? ["RESPONSE", "ANSWERED", "CUSTOMER", "SEGMENT", "MODE", "WEIGHT", "COMMENT"] : ["Response ID", "Date", "Customer no", "Group", "Mode", "Weight", "Remarks"];

    private void AppendRow(StringBuilder csv, SampleRandom random, int wave, int number, DateTime at)
    {
        var customer = customers.Next(random, SampleCustomers.SurveyMix);
        var phone = random.Chance(0.25);
        // People asked by telephone answer more readily, and those asked on the web less.
        var weight = phone ? 0.8 : 1.1;
        var heard = SampleStage.All.Where(stage => random.Chance(stage.Asked) && !IsSilent(stage.Path, at)).Select(stage => stage.Path).ToHashSet();
        var comment = random.Chance(0.22) ? Comment(random, customer, heard, at) : "";
        csv.Append(
            CultureInfo.InvariantCulture,
            $"{wave + 1}-{number:00000},{at:yyyy-MM-ddTHH:mm:ssZ},{customer.Key},{Codes[customer.Segment]},{(phone ? "phone" : "web")},{weight},\"{comment}\""
        );
        foreach (var reading in mapping.Readings)
        {
            var stage = StageOf(reading.Place);
            csv.Append(',').Append(Cell(random, reading.Measure, stage, heard.Contains(stage), customer, at));
        }

        csv.Append('\n');
    }

    private string Cell(SampleRandom random, string measure, string stage, bool heard, SampleCustomer customer, DateTime at) =>
        heard ? values.Next(random, measure, stage, customer, at).ToString(CultureInfo.InvariantCulture)
        : measure == "nps" ? ""
        : random.Chance(0.5) ? "9"
        : "0";

    private string Comment(SampleRandom random, SampleCustomer customer, HashSet<string> heard, DateTime at)
    {
        if (heard.Count == 0)
            return texts.Unplaced(random);
        var stage = random.Of(heard.Order(StringComparer.Ordinal).ToList());
        return texts.About(random, stage, random.Chance(levels.Of(stage, customer.Segment, at) / 100));
    }

    private bool IsSilent(string stage, DateTime at) => stage == SampleLevels.Move && at >= calendar.MoveHouseSilent;

    // A rating off the scale, a day that is none, a segment nobody knows.
    private void AppendBadRows(StringBuilder csv, int wave, DateTime from)
    {
        var rest = string.Concat(mapping.Readings.Skip(1).Select(_ => ","));
        csv.Append(CultureInfo.InvariantCulture, $"{wave + 1}-bad-rating,{from:yyyy-MM-dd},sample-00001,F,web,1,,7{rest}\n");
        csv.Append(CultureInfo.InvariantCulture, $"{wave + 1}-bad-day,2025-13-45,sample-00001,F,web,1,,4{rest}\n");
        csv.Append(CultureInfo.InvariantCulture, $"{wave + 1}-bad-segment,{from:yyyy-MM-dd},sample-00001,X,web,1,,4{rest}\n");
    }

    private static string StageOf(string place) => string.Join('/', place.Split('/').Take(2));
}
