using FsCheck;
using FsCheck.Fluent;
using Redthread.Statistics;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Statistics.Survival;

public class CoxModelTests
{
    /// <summary>Fox and Weisberg, Cox Proportional-Hazards Regression for Survival Data in R (2018); further digits by R survival 3.5-3.</summary>
    [Fact]
    public void Recidivism_agrees_with_the_published_table()
    {
        var model = CoxModel.Of(SurvivalData.Rossi());
        model.Convergence.ShouldBe(Convergence.Converged);
        model
            .Coefficients.Select(one => (one.Name, Math.Round(one.Estimate, 8), Math.Round(one.StandardError, 8), Math.Round(one.Statistic, 3)))
            .ShouldBe([
                ("fin", -0.37942217, 0.19137948, -1.983),
                ("age", -0.05743774, 0.02199947, -2.611),
                ("race", 0.31389979, 0.30799278, 1.019),
                ("wexp", -0.14979570, 0.21222430, -0.706),
                ("mar", -0.43370388, 0.38186806, -1.136),
                ("paro", -0.08487108, 0.19575667, -0.434),
                ("prio", 0.09149708, 0.02864855, 3.194),
            ]);
        model.NullLogLikelihood.ShouldBe(-675.3806323, 1e-7);
        model.LogLikelihood.ShouldBe(-658.7476594, 1e-7);
        model.LikelihoodRatio.Statistic.ShouldBe(33.27, 0.005);
        model.Wald.Statistic.ShouldBe(32.11, 0.005);
        model.Score.Statistic.ShouldBe(33.53, 0.005);
        model.LikelihoodRatio.DegreesOfFreedom.ShouldBe(7);
        model.LikelihoodRatio.P.ShouldBe(2.362e-5, 1e-8);
        model.Concordance.ShouldBe(0.64, 0.0005);
        model.Coefficients[0].RatioInterval.Low.ShouldBe(0.4702, 5e-5);
        model.Coefficients[0].RatioInterval.High.ShouldBe(0.9957, 5e-5);
    }

    /// <summary>R: coxph(…, ties = "breslow").</summary>
    [Fact]
    public void Breslow_ties_agree() => CoxModel.Of(SurvivalData.Rossi() with { Ties = CoxTies.Breslow }).Coefficients[0].Estimate.ShouldBe(-0.37902, 5e-6);

    /// <summary>R: coxph(… + cluster(0:431 %/% 3)), Efron; and with strata(race), Breslow.</summary>
    [Fact]
    public void Robust_errors_and_strata_agree_with_R()
    {
        var data = SurvivalData.Rossi() with { Clusters = [.. Enumerable.Range(0, 432).Select(row => row / 3)] };
        var model = CoxModel.Of(data);
        model.Coefficients.Select(one => Math.Round(one.StandardError, 8)).ShouldBe([0.19505503, 0.02673129, 0.28000221, 0.21788865, 0.37832051, 0.20857863, 0.02934145]);
        model.ModelErrors[0].ShouldBe(0.19137948, 1e-8);

        var race = data.Covariates[2];
        var stratified = CoxModel.Of(data with { Ties = CoxTies.Breslow, Strata = Array.ConvertAll(race.Values, value => (int)value) });
        stratified.Aliased.ShouldBe(["race"]);
        stratified
            .Coefficients.Where(one => one.Name != "race")
            .Select(one => (Math.Round(one.Estimate, 8), Math.Round(one.StandardError, 8)))
            .ShouldBe([
                (-0.37746537, 0.19371299),
                (-0.05730646, 0.02650002),
                (-0.14346548, 0.21782216),
                (-0.44193989, 0.37703804),
                (-0.08386200, 0.20697232),
                (0.09187502, 0.02939033),
            ]);
        stratified.LikelihoodRatio.Statistic.ShouldBe(32.53, 0.005);
        stratified.Score.Statistic.ShouldBe(32.93, 0.005);
        stratified.Concordance.ShouldBe(0.631, 0.0005);
    }

    /// <summary>R survival 3.5-3, cox.zph with its three transforms; age, wexp and global as published.</summary>
    [Fact]
    public void Proportionality_agrees_with_R()
    {
        var model = CoxModel.Of(SurvivalData.Rossi());
        Statistics(model, HazardTime.KaplanMeier).ShouldBe([0.06243, 5.97398, 2.06827, 4.22460, 1.01102, 0.01838, 0.52058, 17.69442]);
        Statistics(model, HazardTime.Identity).ShouldBe([0.00895, 6.61594, 2.14443, 3.87676, 1.03135, 0.02818, 0.42480, 18.18269]);
        Statistics(model, HazardTime.Rank).ShouldBe([1.38381, 0.89642, 2.25998, 4.15968, 0.08959, 0.02185, 1.64080, 11.02518]);
        var tests = ProportionalHazards.Of(model);
        Math.Round(tests.Columns[1].Test.P, 3).ShouldBe(0.015);
        Math.Round(tests.Columns[3].Test.P, 3).ShouldBe(0.040);
        Math.Round(tests.Global.P, 3).ShouldBe(0.013);
        tests.Global.DegreesOfFreedom.ShouldBe(7);
        Statistics(CoxModel.Of(SurvivalData.Rossi() with { Ties = CoxTies.Breslow }), HazardTime.KaplanMeier)[^1].ShouldBe(17.57328);
    }

    /// <summary>R survival 3.5: the two columns “no internet service” say the same as InternetService = No.</summary>
    [Fact]
    public void Churn_agrees_with_R_and_reports_collinear_columns()
    {
        var model = CoxModel.Of(Telco());
        model.N.ShouldBe(7032);
        double Of(string name) => Math.Round(model.Coefficients.Single(one => one.Name == name).Estimate, 5);
        Of("Contract=One year").ShouldBe(-1.75144);
        Of("Contract=Two year").ShouldBe(-3.36972);
        Of("PaymentMethod=Electronic check").ShouldBe(0.57393, 1.1e-5);
        Of("InternetService=Fiber optic").ShouldBe(0.17279);
        Of("TechSupport=Yes").ShouldBe(-0.46530);
        Math.Round(model.LikelihoodRatio.Statistic).ShouldBe(3219);
        model.LikelihoodRatio.DegreesOfFreedom.ShouldBe(11);
        model.Aliased.ShouldBe(["OnlineSecurity=No internet service", "TechSupport=No internet service"]);
    }

    [Fact]
    public void A_column_that_separates_is_reported_as_infinite_and_the_others_stay()
    {
        var data = Planted(new Random(5), 200);
        var never = new Covariate("never", [.. data.Events.Select((happened, row) => !happened && row % 2 == 0 ? 1.0 : 0)]);
        var model = CoxModel.Of(data with { Covariates = [.. data.Covariates, never] });
        model.Convergence.ShouldBe(Convergence.Monotone);
        model.Coefficients[^1].State.ShouldBe(CoefficientState.Unbounded);
        model.Coefficients[^1].Estimate.ShouldBe(double.NegativeInfinity);
        model.Coefficients[^1].Interval.Exists.ShouldBeFalse();
        model.Coefficients.Take(2).ShouldAllBe(one => one.State == CoefficientState.Ok && one.StandardError < 1);
        model.Wald.DegreesOfFreedom.ShouldBe(0);
        model.LikelihoodRatio.P.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Nothing_few_and_constant_are_states_not_numbers()
    {
        CoxModel.Of(new([], [], [new("x", [])])).State.ShouldBe(RegressionState.NotEnoughData);
        var few = CoxModel.Of(new([1, 2, 3, 4, 5, 6], [true, true, true, true, false, false], [new("x", [1, 2, 1, 2, 1, 2])]));
        few.State.ShouldBe(RegressionState.NotEnoughData);
        few.Coefficients.ShouldBeEmpty();
        ProportionalHazards.Of(few).Global.P.ShouldBe(double.NaN);
        var constant = CoxModel.Of(Planted(new Random(6), 50) with { Covariates = [new("x", [.. Enumerable.Repeat(3.3, 50)])] });
        constant.Aliased.ShouldBe(["x"]);
        constant.LikelihoodRatio.DegreesOfFreedom.ShouldBe(0);
        constant.Concordance.ShouldBe(0.5);
        CoxModel.Of(Planted(new Random(6), 50) with { Covariates = [] }).Coefficients.ShouldBeEmpty();
    }

    [Fact]
    public void Impossible_input_is_refused()
    {
        var data = Planted(new Random(7), 20);
        Should.Throw<ArgumentException>(() => CoxModel.Of(data with { Times = [.. data.Times.Select(time => -time)] }));
        Should.Throw<ArgumentException>(() => CoxModel.Of(data with { Covariates = [new("x", [1])] })).Message.ShouldContain("x has 1 rows");
        Should.Throw<ArgumentException>(() => CoxModel.Of(data with { Covariates = [new("x", [.. data.Times.Select(_ => double.NaN)])] })).Message.ShouldContain("x");
        Should.Throw<ArgumentException>(() => CoxModel.Of(data with { Clusters = [1] }));
    }

    [Fact]
    public void Order_of_rows_and_units_do_not_matter() =>
        Prop.ForAll(
                Gen.Choose(1, 100_000).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var data = Planted(random, 80) with { Strata = [.. Enumerable.Range(0, 80).Select(_ => random.Next(2))], Ties = (CoxTies)(seed % 2) };
                    var order = Enumerable.Range(0, 80).ToArray();
                    random.Shuffle(order);
                    double[] Moved(double[] values, double factor, double shift) => [.. order.Select(row => (values[row] * factor) + shift)];
                    var other = new CoxData(
                        Moved(data.Times, 7, 0),
                        [.. order.Select(row => data.Events[row])],
                        [.. data.Covariates.Select(column => new Covariate(column.Name, Moved(column.Values, 1000, 5)))]
                    )
                    {
                        Strata = [.. order.Select(row => data.Strata![row])],
                        Ties = data.Ties,
                    };
                    var (a, b) = (CoxModel.Of(data), CoxModel.Of(other));
                    return Given.Close(a.LogLikelihood, b.LogLikelihood)
                        && Given.Close(a.Concordance, b.Concordance)
                        && a.Coefficients.Zip(b.Coefficients)
                            .All(pair =>
                                pair.First.State == pair.Second.State
                                && Given.Close(pair.First.Estimate, pair.Second.Estimate * 1000, 1e-6)
                                && Given.Close(pair.First.StandardError, pair.Second.StandardError * 1000, 1e-6)
                            )
                        && Given.Close(ProportionalHazards.Of(a).Global.Statistic, ProportionalHazards.Of(b).Global.Statistic, 1e-5);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Planted log hazard ratios of 0.5 and −0.3; 2000 samples of 150, Monte-Carlo standard error 0.005.</summary>
    [Fact]
    public void Intervals_cover_what_was_planted()
    {
        var random = new Random(71);
        int first = 0,
            second = 0,
            rejected = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var model = CoxModel.Of(Planted(random, 150));
            first += model.Coefficients[0].Interval.Contains(0.5) ? 1 : 0;
            second += model.Coefficients[1].Interval.Contains(-0.3) ? 1 : 0;
            rejected += ProportionalHazards.Of(model).Global.P < 0.05 ? 1 : 0;
        }

        (first / 2000.0).ShouldBeInRange(0.93, 0.97);
        (second / 2000.0).ShouldBeInRange(0.93, 0.97);
        (rejected / 2000.0).ShouldBeInRange(0.03, 0.07);
    }

    /// <summary>Every row four times: model errors halve, robust ones by cluster stay near those of the rows once.</summary>
    [Fact]
    public void Robust_errors_see_that_copies_tell_nothing_new()
    {
        var data = Planted(new Random(72), 300);
        var copies = Enumerable.Range(0, 1200).Select(row => row % 300).ToArray();
        var once = CoxModel.Of(data with { Clusters = [.. Enumerable.Range(0, 300)], Ties = CoxTies.Breslow });
        var fourfold = CoxModel.Of(
            new CoxData(
                [.. copies.Select(row => data.Times[row])],
                [.. copies.Select(row => data.Events[row])],
                [.. data.Covariates.Select(column => new Covariate(column.Name, [.. copies.Select(row => column.Values[row])]))]
            )
            {
                Clusters = copies,
                Ties = CoxTies.Breslow,
            }
        );
        fourfold.ModelErrors[0].ShouldBe(once.ModelErrors[0] / 2, 1e-9);
        fourfold.Coefficients[0].StandardError.ShouldBe(once.Coefficients[0].StandardError, 1e-9);
    }

    /// <summary>Exponential times rounded so that some are tied, a third censored; log hazard ratios 0.5 for a binary and −0.3 for a uniform column.</summary>
    internal static CoxData Planted(Random random, int rows)
    {
        var (x, z) = (new double[rows], new double[rows]);
        var (times, events) = (new double[rows], new bool[rows]);
        for (var row = 0; row < rows; row++)
        {
            (x[row], z[row]) = (random.Next(2), (4 * random.NextDouble()) - 2);
            var time = -100 * Math.Log(1 - random.NextDouble()) * Math.Exp((-0.5 * x[row]) + (0.3 * z[row]));
            var end = 250 * random.NextDouble();
            (times[row], events[row]) = (Math.Ceiling(Math.Min(time, end)), time <= end);
        }

        return new(times, events, [new("x", x), new("z", z)]);
    }

    internal static CoxData Telco()
    {
        var (rows, at) = SurvivalData.Telco();
        var columns = new[] { "Contract", "PaymentMethod", "InternetService", "PaperlessBilling", "Partner", "OnlineSecurity", "TechSupport" }.SelectMany(name =>
            rows.Select(row => row[at(name)])
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Skip(1)
                .Select(level => new Covariate($"{name}={level}", [.. rows.Select(row => row[at(name)] == level ? 1.0 : 0)]))
        );
        return new([.. rows.Select(row => SurvivalData.Number(row[at("tenure")]))], [.. rows.Select(row => row[at("Churn")] == "Yes")], [.. columns]);
    }

    private static double[] Statistics(CoxModel model, HazardTime time)
    {
        var tests = ProportionalHazards.Of(model, time);
        return [.. tests.Columns.Select(column => column.Test).Append(tests.Global).Select(test => Math.Round(test.Statistic, 5))];
    }
}
