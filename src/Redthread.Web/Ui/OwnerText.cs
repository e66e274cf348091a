namespace Redthread.Web.Ui;

/// <summary>How an owner is named: the person, the team, or both; null where nobody owns it.</summary>
public static class OwnerText
{
    public static string? Of(string? person, string? team) =>
        person is null ? team
        : team is null ? person
        : $"{person}, {team}";
}
