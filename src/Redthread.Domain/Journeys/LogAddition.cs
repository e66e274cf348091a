namespace Redthread.Domain.Journeys;

/// <summary>A file that was added to an event log after its first one. Accepted, duplicate and left out are all that was read.</summary>
/// <param name="Read">Events of the file; one that belongs to several cases counts in each.</param>
/// <param name="Accepted">Of these, new to the log.</param>
/// <param name="Duplicate">Of these, in the log already.</param>
/// <param name="LeftOut">Of these, not readable.</param>
/// <param name="CasesGoingOn">Cases of the log that the file goes on with.</param>
public sealed record LogAddition(
    Guid Id,
    string FileName,
    long Bytes,
    string AddedBy,
    DateTime AddedAt,
    long Read,
    long Accepted,
    long Duplicate,
    long LeftOut,
    int CasesNew,
    int CasesGoingOn
);
