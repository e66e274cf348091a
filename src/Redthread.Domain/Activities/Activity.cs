namespace Redthread.Domain.Activities;

/// <summary>One change, kept for ever: who did what to which object, when. Written in the transaction of the change itself.</summary>
public sealed class Activity
{
    private Activity() { }

    public Guid Id { get; private set; }
    public DateTime At { get; private set; }
    public Guid? PersonId { get; private set; }
    public string ActorName { get; private set; } = "";

    /// <summary>The noun and the verb: <c>journey.renamed</c>.</summary>
    public string Kind { get; private set; } = "";
    public Guid? ObjectId { get; private set; }

    /// <summary>A sentence for people, without anything secret or personal of customers.</summary>
    public string Summary { get; private set; } = "";

    public static Activity Of(Actor actor, DateTime at, string kind, Guid? objectId, string summary) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            At = at,
            PersonId = actor.PersonId,
            ActorName = actor.Name,
            Kind = kind,
            ObjectId = objectId,
            Summary = summary.Length > 500 ? summary[..500] : summary,
        };
}
