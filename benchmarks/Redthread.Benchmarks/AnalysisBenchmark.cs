using System.Diagnostics;
using System.Globalization;
using Redthread.Statistics;

namespace Redthread.Benchmarks;

/// <summary>Fits of large data within the process, beside R's survival on the same rows where R is installed.</summary>
internal static class AnalysisBenchmark
{
    public static async Task CoxAsync(Bench bench)
    {
        var small = Planted(bench.Size(100_000), 6);
        var path = bench.File("cox.csv");
        Write(path, small);
        var fits = Enumerable.Range(0, 5).Select(_ => Timed(() => CoxModel.Of(small))).ToList();
        bench.Row(
            $"proportional hazards, {small.Times.Length:N0} rows × 6, the fit",
            $"{Bench.Median(fits.Select(fit => fit.Seconds)):0.000} s, {Bench.Median(fits.Select(fit => fit.Cpu)):0.000} CPU s; log likelihood {fits[0].Result.LogLikelihood:0.000}",
            "≤ 0.2 s",
            await BesideAsync(path)
        );
        var runs = new List<Ran>();
        for (var run = 0; run < bench.Repeats; run++)
            runs.Add(await RedthreadProgram.RunAsync("analyse", "cox", path, "--time", "time", "--event", "event", "--json"));
        bench.Row(
            "– as a whole command, with reading the file and the test of proportionality",
            $"{Bench.Median(runs.Select(run => run.Seconds)):0.00} s, {Bench.Median(runs.Select(run => run.CpuSeconds)):0.00} CPU s, {runs.Max(run => run.PeakMegabytes):0} MB",
            "none",
            $""
        );
        var large = Planted(bench.Size(1_000_000), 20);
        var (seconds, cpu, result) = Timed(() => CoxModel.Of(large));
        bench.Row(
            $"proportional hazards, {large.Times.Length:N0} rows × 20, the fit",
            $"{seconds:0.00} s, {cpu:0.00} CPU s; {result.Iterations} steps, {result.Convergence}",
            "≤ 10 s",
            $""
        );
    }

    public static Task PurchasesAsync(Bench bench)
    {
        var customers = Customers(bench.Size(100_000));
        var fits = Enumerable.Range(0, 5).Select(_ => Timed(() => PurchaseModel.Of(customers))).ToList();
        var model = fits[0].Result;
        bench.Row(
            $"BG/NBD, {customers.Length:N0} customers",
            $"{Bench.Median(fits.Select(fit => fit.Seconds)):0.000} s, {Bench.Median(fits.Select(fit => fit.Cpu)):0.000} CPU s",
            "≤ 0.5 s",
            $"planted r 0.243, α 4.414, a 0.793, b 2.426; found {model.R.Value:0.000}, {model.Alpha.Value:0.000}, {model.A.Value:0.000}, {model.B.Value:0.000}"
        );
        return Task.CompletedTask;
    }

    private static (double Seconds, double Cpu, T Result) Timed<T>(Func<T> work)
    {
        var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = work();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds, result);
    }

    private static async Task<FormattableString> BesideAsync(string path)
    {
        const string Script =
            "suppressMessages(library(survival)); d <- read.csv(commandArgs(TRUE)[1]); t <- replicate(5, { s <- proc.time(); f <<- coxph(Surv(time, event) ~ ., d); (proc.time() - s)[c(1, 2, 3)] }); cat(median(t[3,]), median(t[1,] + t[2,]), sprintf('%.3f', f$loglik[2]))";
        try
        {
            var cells = (await RedthreadProgram.RunAsync("Rscript", ["-e", Script, path])).Output.Split(' ');
            var (seconds, cpu) = (double.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture));
            return $"R survival, coxph alone, on the same rows {seconds:0.00} s, {cpu:0.00} CPU s; log likelihood {cells[2]}";
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return $"R survival is not installed";
        }
    }

    private static void Write(string path, CoxData data)
    {
        using var file = new StreamWriter(path);
        file.WriteLine($"time,event,{string.Join(',', data.Covariates.Select(column => column.Name))}");
        for (var row = 0; row < data.Times.Length; row++)
        {
            var cells = data.Covariates.Select(column => column.Values[row].ToString("R", CultureInfo.InvariantCulture));
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Times[row]:R},{(data.Events[row] ? 1 : 0)},{string.Join(',', cells)}"));
        }
    }

    private static CoxData Planted(int rows, int columns)
    {
        var random = new Random(3);
        var covariates = Enumerable
            .Range(0, columns)
            .Select(column => new Covariate($"x{column}", [.. Enumerable.Range(0, rows).Select(_ => (2 * random.NextDouble()) - 1)]))
            .ToArray();
        var (times, events) = (new double[rows], new bool[rows]);
        for (var row = 0; row < rows; row++)
        {
            var eta = covariates.Select((column, at) => column.Values[row] * (at % 2 == 0 ? 0.3 : -0.2)).Sum();
            double time = -Math.Log(1 - random.NextDouble()) * Math.Exp(-eta),
                end = -1.5 * Math.Log(1 - random.NextDouble());
            (times[row], events[row]) = (Math.Min(time, end), time <= end);
        }

        return new(times, events, covariates);
    }

    private static PurchaseHistory[] Customers(int count)
    {
        var random = new Random(4);
        double Gamma(double shape) => MathNet.Numerics.Distributions.Gamma.Sample(random, shape, 1);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    double rate = Gamma(0.243) / 4.414,
                        first = Gamma(0.793),
                        leaving = first / (first + Gamma(2.426)),
                        age = 27 + (12 * random.NextDouble()),
                        time = 0,
                        last = 0;
                    for (var repeats = 0; ; repeats++)
                    {
                        time -= Math.Log(1 - random.NextDouble()) / rate;
                        if (!(time <= age) || (repeats > 0 && random.NextDouble() < leaving))
                            return new PurchaseHistory(repeats, last, age);
                        last = time;
                    }
                }),
        ];
    }
}
