namespace Redthread.Domain;

public enum ErrorKind
{
    Invalid,
    NotFound,
    Conflict,
    Forbidden,
    TooLarge,
    Unavailable,
}

/// <summary>An expected failure: what happened, what was kept and what to do, in a sentence for people and a code for programs.</summary>
public sealed record Error(ErrorKind Kind, string Code, string Message)
{
    public static Error Invalid(string code, string message) => new(ErrorKind.Invalid, code, message);

    // Foreign and unknown ids answer alike, so that nobody can probe what exists.
    public static Error NotFound(string what) => new(ErrorKind.NotFound, "not-found", $"There is no such {what}, or it is not yours to see.");

    public static Error Conflict(string code, string message) => new(ErrorKind.Conflict, code, message);

    public static Error Forbidden(string message) => new(ErrorKind.Forbidden, "forbidden", message);

    public static readonly Error Stale = Conflict(
        "changed-meanwhile",
        "Somebody else changed this while you were editing. Nothing of yours was saved; look at the newer version and make your change again."
    );
}

public sealed class Result<T>
{
    private readonly T? value;

    private Result(T? value, Error? error) => (this.value, Error) = (value, error);

    public Error? Error { get; }

    public bool Ok => Error is null;

    public T Value => Error is null ? value! : throw new InvalidOperationException($"No value: {Error.Message}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);
}

/// <summary>The value of a result that has none.</summary>
public readonly record struct Done
{
    public static readonly Done It;
}
