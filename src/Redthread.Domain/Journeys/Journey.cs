using Redthread.Domain.People;

namespace Redthread.Domain.Journeys;

public enum JourneyLevel
{
    Lifecycle,
    Journey,
    SubJourney,
}

/// <summary>The end-to-end experience of a customer pursuing a goal, as designed: an aggregate with its stages, steps and touchpoints.</summary>
public sealed class Journey
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>Unique among all journeys and never changed: files, mappings and addresses name the journey by it.</summary>
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public JourneyLevel Level { get; set; } = JourneyLevel.Journey;
    public Guid? ParentId { get; set; }
    public Journey? Parent { get; set; }
    public string? Goal { get; set; }
    public string? Description { get; set; }
    public Guid? OwnerTeamId { get; set; }
    public Team? OwnerTeam { get; set; }
    public Guid? OwnerPersonId { get; set; }
    public Person? OwnerPerson { get; set; }
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }

    /// <summary>Since when it is only a draft, to be corrected before it counts anywhere; null once it is published.</summary>
    public DateTime? DraftedAt { get; set; }

    /// <summary>Counts up with every change of anything in the aggregate; an edit that names an older one conflicts.</summary>
    public int Version { get; set; } = 1;
    public List<Stage> Stages { get; } = [];

    /// <summary>Whether it stands on the Picture and counts: neither archived nor a draft.</summary>
    public bool IsLive => ArchivedAt is null && DraftedAt is null;

    public IEnumerable<Stage> LiveStages => Stages.Where(stage => stage.ArchivedAt is null).OrderBy(stage => stage.Position);
}

public sealed class Stage
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid JourneyId { get; set; }
    public Journey? Journey { get; set; }
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>What the customer wants in this stage; a stage begins where this shifts.</summary>
    public string? Intent { get; set; }
    public Guid? OwnerTeamId { get; set; }
    public Team? OwnerTeam { get; set; }
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }
    public List<Step> Steps { get; } = [];
    public List<Touchpoint> Touchpoints { get; } = [];
}

public sealed class Step
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid StageId { get; set; }
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }
    public List<LaneItem> Lanes { get; } = [];
}

/// <summary>One cell entry of the map: what stands at a step in a lane.</summary>
public sealed class LaneItem
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid StepId { get; set; }
    public Lane Lane { get; set; }
    public string Text { get; set; } = "";
    public int Position { get; set; }
}

public enum Lane
{
    Doing,
    Thinking,
    Feeling,
    Backstage,
    Systems,
}

public sealed class Touchpoint
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid StageId { get; set; }
    public Guid? StepId { get; set; }
    public Guid? ChannelId { get; set; }
    public Channel? Channel { get; set; }
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public int Position { get; set; }
    public DateTime? ArchivedAt { get; set; }
}

/// <summary>A past state of a journey, whole, as its file: history and undo read from here.</summary>
public sealed class JourneyVersion
{
    public Guid JourneyId { get; set; }
    public int Version { get; set; }
    public string Yaml { get; set; } = "";
    public string Summary { get; set; } = "";
    public string ActorName { get; set; } = "";
    public DateTime At { get; set; }
}
