using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain.Signals;
using Redthread.Web.Shell;

namespace Redthread.Web.Features.Analysis;

/// <summary>An answer that was computed, and when.</summary>
/// <param name="Seconds">What it took.</param>
/// <param name="Current">Nothing has changed since; else it is computed anew and this is what stood before.</param>
public sealed record Kept<T>(T Value, DateTime At, double Seconds, bool Current);

/// <param name="Answer">Null while the first is computed.</param>
public sealed record AnalysisState<T>(Kept<T>? Answer, bool Running, string? Failure);

/// <summary>
/// Analyses read raw signals, so none runs for a page view: each is computed once for a question and a state of the data, away from the
/// request, and kept in memory. New customer facts or another framework make it out of date at once, new signals after ten minutes, as
/// they come all the time and a few change nothing.
/// </summary>
public sealed class KeptAnalyses(
    IDbContextFactory<RedthreadContext> contexts,
    ISignalStore signals,
    ChangeFeed feed,
    TimeProvider time,
    IServiceScopeFactory scopes,
    ILogger<KeptAnalyses> log
)
{
    private const int Most = 64;
    private static readonly TimeSpan SignalsMayWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RequestMayWait = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Slot> slots = new();
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    private sealed record Stamp(long Facts, Guid? Framework, long Signals);

    private sealed class Slot
    {
        public object? Value;
        public Stamp? Stamp;
        public DateTime At;
        public double Seconds;
        public string? Failure;
        public Task Running = Task.CompletedTask;
    }

    /// <summary>What is kept for the question, computing it first if it is not there: the caller waits two seconds at most.</summary>
    /// <param name="again">Compute even if nothing has changed.</param>
    public async Task<AnalysisState<T>> ReadAsync<T>(
        string question,
        Func<IServiceProvider, CancellationToken, Task<T>> compute,
        CancellationToken cancel,
        bool again = false,
        TimeSpan? patience = null
    )
        where T : class
    {
        var stamp = new Stamp(await KnownCustomers.ReadVersionAsync(contexts, cancel), await signals.ReadFrameworkAsync(cancel), await signals.ReadVersionAsync(cancel));
        if (slots.Count >= Most && !slots.ContainsKey(question))
            Forget();
        var slot = slots.GetOrAdd(question, _ => new Slot());
        Task running;
        lock (slot)
        {
            if (slot.Running.IsCompleted && (again || !IsCurrent(slot, stamp)))
                slot.Running = Task.Run(() => ComputeAsync(slot, stamp, question, compute), CancellationToken.None);
            running = slot.Running;
        }

        if (!running.IsCompleted)
            await Task.WhenAny(running, Task.Delay(patience ?? RequestMayWait, cancel));
        lock (slot)
        {
            var answer = slot.Value is T value ? new Kept<T>(value, slot.At, slot.Seconds, slot.Running.IsCompleted && IsCurrent(slot, stamp)) : null;
            return new AnalysisState<T>(answer, !slot.Running.IsCompleted, slot.Failure);
        }
    }

    /// <summary>Whether anything is known of customers: without it most analyses need not be asked.</summary>
    public async Task<bool> HasFactsAsync(CancellationToken cancel) => await KnownCustomers.ReadVersionAsync(contexts, cancel) > 0;

    private bool IsCurrent(Slot slot, Stamp stamp) =>
        slot.Stamp is { } known
        && (known.Facts, known.Framework) == (stamp.Facts, stamp.Framework)
        && (known.Signals == stamp.Signals || time.GetUtcNow().UtcDateTime - slot.At < SignalsMayWait);

    private async Task ComputeAsync<T>(Slot slot, Stamp stamp, string question, Func<IServiceProvider, CancellationToken, Task<T>> compute)
        where T : class
    {
        // One at a time: analyses use all cores there are, and pages want some.
        await oneAtATime.WaitAsync();
        var (value, failure) = ((T?)null, (string?)null);
        var started = time.GetTimestamp();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            value = await compute(scope.ServiceProvider, CancellationToken.None);
        }
        catch (Exception thrown)
        {
            log.LogError(thrown, "The analysis {Question} failed.", question);
            failure = "The analysis could not be computed; the log says why. Nothing else is touched.";
        }
        finally
        {
            oneAtATime.Release();
        }

        lock (slot)
        {
            (slot.Stamp, slot.Failure, slot.At, slot.Seconds) = (stamp, failure, time.GetUtcNow().UtcDateTime, time.GetElapsedTime(started).TotalSeconds);
            slot.Value = value ?? slot.Value;
        }

        feed.AnnounceSoon(Changed.Shown);
    }

    private void Forget()
    {
        foreach (var (question, slot) in slots.Where(entry => entry.Value.Running.IsCompleted).OrderBy(entry => entry.Value.At).Take(Most / 4).ToList())
            slots.TryRemove(question, out var _);
    }
}
