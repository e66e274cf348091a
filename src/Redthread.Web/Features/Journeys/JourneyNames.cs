using Microsoft.EntityFrameworkCore;
using Redthread.Data;
using Redthread.Domain;
using Redthread.Domain.Journeys;
using Redthread.Domain.People;

namespace Redthread.Web.Features.Journeys;

/// <summary>What the names in a journey file stand for. A channel nobody named before is made; teams and people must exist.</summary>
public sealed class JourneyNames
{
    private readonly Dictionary<string, Guid> teams;
    private readonly Dictionary<string, Guid> people;
    private readonly Dictionary<string, Guid> channels;
    private readonly Dictionary<Guid, Guid?> parents;

    private JourneyNames(List<Journey> journeys, List<Team> teams, List<Person> people, List<Channel> channels)
    {
        Journeys = journeys.ToDictionary(journey => journey.Key, journey => journey.Id);
        parents = journeys.ToDictionary(journey => journey.Id, journey => journey.ParentId);
        this.teams = teams.ToDictionary(team => team.Key, team => team.Id);
        this.people = people.ToDictionary(person => person.NormalizedEmail, person => person.Id);
        this.channels = channels.ToDictionary(channel => channel.Key, channel => channel.Id);
    }

    public IReadOnlyDictionary<string, Guid> Journeys { get; }

    public static async Task<JourneyNames> LoadAsync(RedthreadContext context, CancellationToken cancel) =>
        new(
            await context.Journeys.AsNoTracking().ToListAsync(cancel),
            await context.Teams.AsNoTracking().ToListAsync(cancel),
            await context.People.AsNoTracking().ToListAsync(cancel),
            await context.Channels.AsNoTracking().ToListAsync(cancel)
        );

    public bool IsUnder(Guid journey, Guid above)
    {
        for (Guid? at = journey; at is { } id; at = parents.GetValueOrDefault(id))
        {
            if (id == above)
                return true;
        }

        return false;
    }

    public Error? TeamOf(string? key, out Guid? id)
    {
        id = key is not null && teams.TryGetValue(key, out var found) ? found : null;
        return key is null || id is not null ? null : Error.Invalid("team-unknown", $"There is no team “{key}”. Make it first, or leave the team out. Nothing was changed.");
    }

    public Error? PersonOf(string? email, out Guid? id)
    {
        id = email is not null && people.TryGetValue(Person.Normalize(email), out var found) ? found : null;
        return email is null || id is not null
            ? null
            : Error.Invalid("person-unknown", $"Nobody here has the e-mail address “{email}”. Invite them first, or leave the person out. Nothing was changed.");
    }

    public Guid? ChannelOf(RedthreadContext context, string? key)
    {
        if (string.IsNullOrWhiteSpace(key))
            return null;
        var normal = Key.From(key);
        if (channels.TryGetValue(normal, out var id))
            return id;
        var channel = new Channel
        {
            Key = normal,
            Name = char.ToUpperInvariant(key[0]) + key[1..].Replace('-', ' '),
            Position = channels.Count,
        };
        context.Channels.Add(channel);
        return channels[normal] = channel.Id;
    }

    public string? TeamKey(Guid? id) => KeyOf(teams, id);

    public string? Email(Guid? id) => KeyOf(people, id);

    public string? ChannelKey(Guid? id) => KeyOf(channels, id);

    public string? JourneyKey(Guid? id) => id is null ? null : Journeys.First(entry => entry.Value == id).Key;

    private static string? KeyOf(Dictionary<string, Guid> names, Guid? id) => id is null ? null : names.First(entry => entry.Value == id).Key;
}

/// <summary>A stored journey as its file.</summary>
public static class JourneyFiles
{
    public static JourneyFile Of(Journey journey, JourneyNames names) =>
        new()
        {
            Journey = journey.Key,
            Name = journey.Name,
            Level = journey.Level,
            Parent = names.JourneyKey(journey.ParentId),
            Goal = journey.Goal,
            Description = journey.Description,
            Owner =
                journey.OwnerTeamId is null && journey.OwnerPersonId is null
                    ? null
                    : new JourneyFile.OwnerEntry { Team = names.TeamKey(journey.OwnerTeamId), Person = names.Email(journey.OwnerPersonId) },
            Archived = journey.ArchivedAt is not null,
            Draft = journey.DraftedAt is not null,
            Stages = [.. journey.Stages.OrderBy(stage => stage.Position).ThenBy(stage => stage.Key, StringComparer.Ordinal).Select(stage => Of(stage, names))],
        };

    private static JourneyFile.StageEntry Of(Stage stage, JourneyNames names) =>
        new()
        {
            Key = stage.Key,
            Name = stage.Name,
            Intent = stage.Intent,
            Team = names.TeamKey(stage.OwnerTeamId),
            Archived = stage.ArchivedAt is not null,
            Steps =
            [
                .. stage
                    .Steps.OrderBy(step => step.Position)
                    .ThenBy(step => step.Key, StringComparer.Ordinal)
                    .Select(step => new JourneyFile.StepEntry
                    {
                        Key = step.Key,
                        Name = step.Name,
                        Archived = step.ArchivedAt is not null,
                        Lanes = step
                            .Lanes.GroupBy(item => item.Lane)
                            .OrderBy(lane => lane.Key)
                            .ToDictionary(lane => lane.Key, lane => lane.OrderBy(item => item.Position).Select(item => item.Text).ToList()),
                    }),
            ],
            Touchpoints =
            [
                .. stage
                    .Touchpoints.OrderBy(touchpoint => touchpoint.Position)
                    .ThenBy(touchpoint => touchpoint.Key, StringComparer.Ordinal)
                    .Select(touchpoint => new JourneyFile.TouchpointEntry
                    {
                        Key = touchpoint.Key,
                        Name = touchpoint.Name,
                        Step = stage.Steps.Find(step => step.Id == touchpoint.StepId)?.Key,
                        Channel = names.ChannelKey(touchpoint.ChannelId),
                        Archived = touchpoint.ArchivedAt is not null,
                    }),
            ],
        };
}
