using Redthread.Domain.Rhythm;

namespace Redthread.Tests.Features.Rhythm;

public sealed class RitualStandingTests
{
    private static readonly DateTime Start = new(2026, 1, 31, 9, 0, 0, DateTimeKind.Utc);

    private static Ritual Every(int every, CadenceUnit unit) =>
        new()
        {
            Every = every,
            Unit = unit,
            StartsAt = Start,
        };

    [Fact]
    public void Months_count_from_the_first_day_and_do_not_drift()
    {
        var days = Every(1, CadenceUnit.Months).Occurrences(Start, Start.AddMonths(6)).Select(at => $"{at:MM-dd}");
        days.ShouldBe(["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]);
    }

    [Theory]
    [InlineData(1, CadenceUnit.Days)]
    [InlineData(10, CadenceUnit.Days)]
    [InlineData(2, CadenceUnit.Weeks)]
    [InlineData(1, CadenceUnit.Months)]
    [InlineData(3, CadenceUnit.Months)]
    public void A_window_holds_what_the_whole_holds(int every, CadenceUnit unit)
    {
        var ritual = Every(every, unit);
        var whole = ritual.Occurrences(Start, Start.AddYears(3)).ToList();
        for (var day = -5; day < 1000; day += 7)
        {
            var from = Start.AddDays(day).AddHours(day % 24);
            ritual.Occurrences(from, from.AddDays(90)).ShouldBe(whole.Where(at => at >= from && at < from.AddDays(90)));
        }
    }

    [Fact]
    public void Two_missed_in_a_row_break_the_rhythm_since_the_first()
    {
        var ritual = Every(2, CadenceUnit.Weeks);
        var held = Held(ritual, 0);
        RitualStanding.Of(ritual, [], Start.AddHours(-1)).State.ShouldBe(RhythmState.New);
        RitualStanding.Of(ritual, [held], Start.AddDays(14)).State.ShouldBe(RhythmState.Kept);
        // There are two days to write a meeting down.
        RitualStanding.Of(ritual, [held], Start.AddDays(15)).State.ShouldBe(RhythmState.Kept);
        RitualStanding.Of(ritual, [held], Start.AddDays(17)).State.ShouldBe(RhythmState.Overdue);
        var broken = RitualStanding.Of(ritual, [held], Start.AddDays(31));
        (broken.State, broken.Since, broken.LastHeld, broken.Next).ShouldBe((RhythmState.Broken, Start.AddDays(14), Start, Start.AddDays(42)));
        RitualStanding.Of(ritual, [held, Held(ritual, 2)], Start.AddDays(31)).State.ShouldBe(RhythmState.Kept);
        var skipped = new Meeting
        {
            OccursAt = Start.AddDays(28),
            SkippedAt = Start.AddDays(20),
            SkipReason = "Holidays",
        };
        RitualStanding.Of(ritual, [held, skipped], Start.AddDays(31)).State.ShouldBe(RhythmState.Kept);
        ritual.EndedAt = Start.AddDays(20);
        RitualStanding.Of(ritual, [held], Start.AddDays(31)).State.ShouldBe(RhythmState.Ended);
    }

    private static Meeting Held(Ritual ritual, int index) => new() { OccursAt = ritual.StartsAt.AddDays(14 * index), HeldAt = ritual.StartsAt.AddDays(14 * index) };
}
