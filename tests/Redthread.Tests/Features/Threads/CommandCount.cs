using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Redthread.Tests.Features.Threads;

/// <summary>Counts the commands that EF sends to the store of one host; other tests run beside it, so their stores are left out.</summary>
internal sealed class CommandCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string ListenerName = "Microsoft.EntityFrameworkCore";

    private readonly string folder;
    private readonly Lock gate = new();
    private readonly List<IDisposable> subscriptions = [];
    private List<string> commands = [];

    public CommandCount(string folder)
    {
        this.folder = folder;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>What was sent while the task ran, by this host; its background work too.</summary>
    public async Task<IReadOnlyList<string>> DuringAsync(Func<Task> work)
    {
        lock (gate)
            commands = [];
        await work();
        lock (gate)
            return commands;
    }

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name != ListenerName)
            return;
        lock (gate)
            subscriptions.Add(listener.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
    }

    public void OnNext(KeyValuePair<string, object?> entry)
    {
        if (
            entry.Value is not CommandExecutedEventData { Command: { Connection: { } connection } command }
            || !connection.ConnectionString.Contains(folder, StringComparison.Ordinal)
        )
            return;
        lock (gate)
            commands.Add(command.CommandText);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        lock (gate)
            subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
