namespace Redthread.Web.Features.Analysis;

/// <param name="Days">From the landmark to leaving, to the last look or to the end of the window.</param>
/// <param name="Followed">Left, or was looked at to the end of the window.</param>
/// <param name="Tenure">Days as a customer at the landmark.</param>
public sealed record CohortMember(KnownCustomer Customer, double Days, bool Left, bool Followed, double Tenure);

/// <summary>Everybody who was a customer on the landmark and was followed beyond it. Nobody who left before can be counted as one who stayed.</summary>
public sealed record Cohort(DateOnly Landmark, int Window, IReadOnlyList<CohortMember> Members)
{
    public DateOnly End => Landmark.AddDays(Window);

    public int Left => Members.Count(member => member.Left);

    public static Cohort Of(KnownCustomers known, DateOnly landmark, int window)
    {
        var members = new List<CohortMember>();
        foreach (var customer in known.All)
        {
            if (customer.Start > landmark || customer.End <= landmark || customer.Until <= landmark)
                continue;
            var end = landmark.AddDays(window);
            var left = customer.End is { } day && day <= end;
            var last = left ? customer.End!.Value : Min(customer.Until, end);
            members.Add(
                new CohortMember(
                    customer,
                    last.DayNumber - landmark.DayNumber,
                    left,
                    left || customer.Until >= end || customer.End > end,
                    landmark.DayNumber - customer.Start.DayNumber
                )
            );
        }

        return new Cohort(landmark, window, members);
    }

    private static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;
}
