using Redthread.Domain.Signals;
using Redthread.Web.Ingestion;
using Redthread.Web.Ingestion.Files;
using Redthread.Web.Ingestion.Mappings;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion;

/// <summary>Seven waves of a real survey, whose columns are renamed from year to year, read with one mapping.</summary>
public class AirportSurveyTests
{
    private static readonly Mapping Mapping = Parsed();

    [Theory]
    [InlineData(2010, 3234)]
    [InlineData(2011, 3872)]
    [InlineData(2012, 3521)]
    [InlineData(2013, 3535)]
    [InlineData(2014, 2818)]
    [InlineData(2015, 2958)]
    [InlineData(2016, 3087)]
    public void Every_wave_reads_whole(int year, int rows)
    {
        var (signals, rejects, reader) = Read(year);

        reader.Fault.ShouldBeNull();
        reader.Counts.Read.ShouldBe(rows);
        rejects.ShouldBeEmpty();
        signals.Select(signal => signal.ExternalId).Distinct().Count().ShouldBe(rows);
        signals.ShouldAllBe(signal => signal.OccurredAt.Year == year && signal.OccurredAt.Month == 5);
        signals.Count(signal => signal.Readings.Count > 5).ShouldBeGreaterThan(rows * 9 / 10);
    }

    [Theory]
    [InlineData(2014, "wait/artwork", 2145, 3.9156, 3.9885)]
    [InlineData(2014, "wait/restaurants", 2339, 3.5806, 3.6322)]
    [InlineData(2014, "find-way/signs", 2698, 4.0100, 4.0209)]
    [InlineData(2014, "arrive/parking", 1110, 3.7901, 3.8099)]
    [InlineData(2014, "whole/airport", 2677, 3.9959, 4.0070)]
    [InlineData(2014, "security/feeling-safe", 2768, 4.4108, 4.4123)]
    [InlineData(2014, "security/passing", 2451, 4.3403, 4.3202)]
    [InlineData(2015, "wait/restaurants", 2460, 3.6801, 3.7172)]
    [InlineData(2015, "wait/wifi", 2102, 4.0300, 4.0178)]
    public void Touchpoints_have_the_means_computed_from_the_file(int year, string place, int n, double mean, double weighted)
    {
        var vocabulary = VocabularyOf(Mapping);
        var touchpoint = vocabulary.Places[$"airport/{place}"].TouchpointId;
        var ratings = Read(year)
            .Signals.SelectMany(signal => signal.Readings.Where(reading => reading.TouchpointId == touchpoint).Select(reading => (reading.Value, signal.Weight)))
            .ToList();

        ratings.Count.ShouldBe(n);
        ratings.Average(rating => rating.Value).ShouldBe(mean, 0.00005);
        (ratings.Sum(rating => rating.Value * rating.Weight) / ratings.Sum(rating => rating.Weight)).ShouldBe(weighted, 0.00005);
    }

    [Fact]
    public void Respondents_of_two_waves_with_one_number_stay_two()
    {
        Read(2013).Signals[0].ExternalId.ShouldBe("1@2013");
        Read(2014).Signals[0].ExternalId.ShouldBe("1@2014");
    }

    [Fact]
    public void A_column_whose_name_changed_its_meaning_is_read_by_the_wave_it_stands_in()
    {
        var artwork = VocabularyOf(Mapping).Places["airport/wait/artwork"].TouchpointId;

        // Q6A in 2010 and Q8A in 2011, counted in the files.
        Ratings(2010, artwork).ShouldBe(14 + 117 + 740 + 957 + 551);
        Ratings(2011, artwork).ShouldBe(24 + 120 + 910 + 1163 + 807);
    }

    [Fact]
    public void The_mapping_survives_being_written_and_read_again() => Mapping.Parse(Mapping.ToYaml()).Value!.ToYaml().ShouldBe(Mapping.ToYaml());

    internal static Vocabulary VocabularyOf(Mapping mapping) =>
        new()
        {
            Places = mapping
                .Readings.Select(reading => reading.Place)
                .Distinct()
                .Select((place, index) => (place, index))
                .ToDictionary(pair => pair.place, pair => new Place(IdOf(pair.place.Split('/')[1]), IdOf(pair.place))),
            Measures = new Dictionary<string, MeasureScale>
            {
                ["csat"] = new(IdOf("csat"), 1, 5),
                ["ease"] = new(IdOf("ease"), 1, 5),
                ["problem-met"] = new(IdOf("problem-met"), 0, 1),
            },
        };

    private static int Ratings(int year, Guid? touchpoint) => Read(year).Signals.Sum(signal => signal.Readings.Count(reading => reading.TouchpointId == touchpoint));

    private static Guid IdOf(string name) => new(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(name)));

    private static Mapping Parsed()
    {
        var parsed = Mapping.Parse(File.ReadAllText(Path.Combine(SharedData.Root, "samples", "airport-survey", "mapping.yaml")));
        parsed.Faults.ShouldBeEmpty();
        return parsed.Value!;
    }

    private static (List<NewSignal> Signals, List<Reject> Rejects, SignalReader Reader) Read(int year)
    {
        var path = SharedData.Require($"airport-survey/sfo-{year}.csv");
        using var file = RowFile.Open(path, Mapping.Format).Value.ShouldNotBeNull();
        return IngestionSetup.Read(file, Mapping, VocabularyOf(Mapping), new FileIdentity(Path.GetFileName(path), $"wave-{year}"));
    }
}
