namespace Redthread.Statistics;

/// <summary>
/// How much data an effect of a given size takes to be seen with a probability of 80 % by a two-sided test at 5 %, at the spread and
/// the overlap with controls that were observed.
/// </summary>
public static class LinkagePower
{
    /// <summary>What pages print.</summary>
    public const string Formula =
        "enough = (1.96 + 0.84)² ÷ (information of one × effect² × (1 − R²)): events with variance of the score (Schoenfeld; Hsieh and Lavori), customers with p·(1 − p)·variance (Hsieh, Bloch and Larsen) or variance ÷ residual variance; R² of the score on what is controlled for";

    /// <summary>The probability to see an effect of that size.</summary>
    public const double Power = 0.8;

    private static readonly double Squared = Math.Pow(Quantiles.Normal975 + Quantiles.Normal(Power), 2);

    /// <summary>
    /// Events that proportional hazards need: Schoenfeld, Biometrics 39 (1983), for a column of numbers by Hsieh and Lavori, Controlled
    /// Clinical Trials 21 (2000). Infinite when the column does not vary or is told by the others.
    /// </summary>
    /// <param name="effect">Log hazard ratio of one unit of the column, not 0.</param>
    /// <param name="deviation">Standard deviation of the column, 0 or more, in that unit.</param>
    /// <param name="rSquared">Of the column on all others, 0..1.</param>
    public static double HazardEvents(double effect, double deviation, double rSquared) => Enough(effect * effect * deviation * deviation * (1 - rSquared));

    /// <summary>Customers that logistic regression needs: Hsieh, Bloch and Larsen, Statistics in Medicine 17 (1998), formulas 1 and 4.</summary>
    /// <param name="effect">Log odds ratio of one unit of the column, not 0.</param>
    /// <param name="deviation">Standard deviation of the column, in that unit.</param>
    /// <param name="share">Of customers with the outcome, 0..1.</param>
    /// <param name="rSquared">Of the column on all others, 0..1.</param>
    public static double OddsCustomers(double effect, double deviation, double share, double rSquared) =>
        Enough(effect * effect * deviation * deviation * share * (1 - share) * (1 - rSquared));

    /// <summary>Customers that least squares need, by the normal distribution.</summary>
    /// <param name="effect">Of one unit of the column, in the outcome's unit, not 0.</param>
    /// <param name="deviation">Standard deviation of the column, in its unit.</param>
    /// <param name="residual">Standard deviation of the outcome around the regression, where the column lies.</param>
    /// <param name="rSquared">Of the column on all others, 0..1.</param>
    public static double SpendCustomers(double effect, double deviation, double residual, double rSquared) =>
        Enough(effect * effect * deviation * deviation * (1 - rSquared) / (residual * residual));

    private static double Enough(double information) =>
        information > 1e-12 ? Math.Ceiling(Squared / information)
        : double.IsNaN(information) ? double.NaN
        : double.PositiveInfinity;
}
