using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Tests.Statistics.Regression;

/// <summary>Small published tables.</summary>
internal static class RegressionData
{
    /// <summary>Mosteller and Tukey (1977), R's swiss: fertility of 47 provinces of 1888, then agriculture, examination, education, catholic, infant mortality.</summary>
    private const string SwissText =
        "80.2,17,15,12,9.96,22.2;83.1,45.1,6,9,84.84,22.2;92.5,39.7,5,5,93.4,20.2;85.8,36.5,12,7,33.77,20.3;76.9,43.5,17,15,5.16,20.6;76.1,35.3,9,7,90.57,26.6;83.8,70.2,16,7,92.85,23.6;92.4,67.8,14,8,97.16,24.9;82.4,53.3,12,7,97.67,21;82.9,45.2,16,13,91.38,24.4;87.1,64.5,14,6,98.61,24.5;64.1,62,21,12,8.52,16.5;66.9,67.5,14,7,2.27,19.1;68.9,60.7,19,12,4.43,22.7;61.7,69.3,22,5,2.82,18.7;68.3,72.6,18,2,24.2,21.2;71.7,34,17,8,3.3,20;55.7,19.4,26,28,12.11,20.2;54.3,15.2,31,20,2.15,10.8;65.1,73,19,9,2.84,20;65.5,59.8,22,10,5.23,18;65,55.1,14,3,4.52,22.4;56.6,50.9,22,12,15.14,16.7;57.4,54.1,20,6,4.2,15.3;72.5,71.2,12,1,2.4,21;74.2,58.1,14,8,5.23,23.8;72,63.5,6,3,2.56,18;60.5,60.8,16,10,7.72,16.3;58.3,26.8,25,19,18.46,20.9;65.4,49.5,15,8,6.1,22.5;75.5,85.9,3,2,99.71,15.1;69.3,84.9,7,6,99.68,19.8;77.3,89.7,5,2,100,18.3;70.5,78.2,12,6,98.96,19.4;79.4,64.9,7,3,98.22,20.2;65,75.9,9,9,99.06,17.8;92.2,84.6,3,3,99.46,16.3;79.3,63.1,13,13,96.83,18.1;70.4,38.4,26,12,5.62,20.3;65.7,7.7,29,11,13.79,20.5;72.7,16.7,22,13,11.22,18.9;64.4,17.6,35,32,16.92,23;77.6,37.6,15,7,4.97,20;67.6,18.7,25,7,8.65,19.5;35,1.2,37,53,42.34,18;44.7,46.6,16,29,50.43,18.2;42.8,27.7,22,29,58.33,19.3";

    /// <summary>Longley, JASA 62 (1967), as NIST's reference data set: employment, then deflator, GNP, unemployed, armed forces, population, year.</summary>
    private const string LongleyText =
        "60323,83.0,234289,2356,1590,107608,1947;61122,88.5,259426,2325,1456,108632,1948;60171,88.2,258054,3682,1616,109773,1949;61187,89.5,284599,3351,1650,110929,1950;63221,96.2,328975,2099,3099,112075,1951;63639,98.1,346999,1932,3594,113270,1952;64989,99.0,365385,1870,3547,115094,1953;63761,100.0,363112,3578,3350,116219,1954;66019,101.2,397469,2904,3048,117388,1955;67857,104.6,419180,2822,2857,118734,1956;68169,108.4,442769,2936,2798,120445,1957;66513,110.8,444546,4681,2637,121950,1958;68655,112.6,482704,3813,2552,123366,1959;69564,114.2,502601,3931,2514,125368,1960;69331,115.7,518173,4806,2572,127852,1961;70551,116.9,554894,4007,2827,130081,1962";

    /// <summary>Dalal, Fowlkes and Hoadley, JASA 84 (1989): temperature in °F and whether a seal was damaged, 23 launches.</summary>
    private const string SealsText = "0,66;1,70;0,69;0,68;0,67;0,72;0,73;0,70;1,57;1,63;1,70;0,78;0,67;1,53;0,67;0,75;0,70;0,81;0,76;0,79;1,75;0,76;1,58";

    public static (double[] Outcome, Covariate[] Columns) Swiss() => Read(SwissText, "Agriculture", "Examination", "Education", "Catholic", "Infant mortality");

    public static (double[] Outcome, Covariate[] Columns) Longley() => Read(LongleyText, "deflator", "GNP", "unemployed", "armed forces", "population", "year");

    public static (bool[] Outcome, Covariate[] Columns) Seals()
    {
        var (outcome, columns) = Read(SealsText, "temperature");
        return (Array.ConvertAll(outcome, value => value == 1), columns);
    }

    private static (double[] Outcome, Covariate[] Columns) Read(string text, params string[] names)
    {
        var rows = text.Split(';').Select(row => row.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return ([.. rows.Select(row => row[0])], [.. names.Select((name, at) => new Covariate(name, [.. rows.Select(row => row[at + 1])]))]);
    }
}
