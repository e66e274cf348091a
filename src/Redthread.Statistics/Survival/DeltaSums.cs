namespace Redthread.Statistics;

/// <summary>
/// Running sums of the delta method's variance of a cumulative incidence (Marubini and Valsecchi 1995, section 10.3; Pintilie 2006; the
/// choice ERROR=DELTA of SAS's LIFETEST), with Δᵢ = F(t) − F(tᵢ):
/// Σ Δᵢ²·d/(n(n−d)) + Σ S²·c(n−c)/n³ − 2·Σ Δᵢ·S·c/n², where n are at risk, d events of any cause, c of this one, S before tᵢ.
/// The squares are multiplied out, so that one pass over the times is enough.
/// </summary>
internal readonly record struct DeltaSums(double Any, double AnyF, double AnyFF, double Own, double Cross, double CrossF)
{
    internal DeltaSums And(EventTime time, double survivalBefore, double incidence)
    {
        double n = time.AtRisk,
            c = time.OfCause;
        // Where all at risk have an event the curve ends, and every later Δ is 0.
        var any = time.AtRisk == time.Events ? 0 : time.Events / (n * (n - time.Events));
        var cross = survivalBefore * c / (n * n);
        var own = survivalBefore * survivalBefore * c * (n - c) / (n * n * n);
        return new(Any + any, AnyF + (any * incidence), AnyFF + (any * incidence * incidence), Own + own, Cross + cross, CrossF + (cross * incidence));
    }

    internal double VarianceAt(double incidence) => Math.Max(0, (incidence * incidence * Any) - (2 * incidence * AnyF) + AnyFF + Own - (2 * ((incidence * Cross) - CrossF)));
}
