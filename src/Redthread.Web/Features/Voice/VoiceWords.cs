namespace Redthread.Web.Features.Voice;

/// <summary>How columns and losses are named on the page, in the API and at the command line.</summary>
public static class VoiceWords
{
    public static string Column(VoiceColumn column) =>
        column switch
        {
            VoiceColumn.Said => "Said it",
            VoiceColumn.Placed => "Placed on a stage",
            VoiceColumn.Insight => "In an insight",
            VoiceColumn.Opportunity => "In an opportunity",
            VoiceColumn.Decision => "Reached a decision",
            VoiceColumn.Solution => "In a solution",
            VoiceColumn.KeyResult => "On a key result",
            _ => "Score moved",
        };

    /// <summary>What is lost after the column.</summary>
    public static string Loss(VoiceColumn column) =>
        column switch
        {
            VoiceColumn.Said => "never placed",
            VoiceColumn.Placed => "placed, no insight",
            VoiceColumn.Insight => "insight, no opportunity",
            VoiceColumn.Opportunity => "opportunity, no decision",
            VoiceColumn.Decision => "decided, no solution",
            VoiceColumn.Solution => "no key result",
            VoiceColumn.KeyResult => "no movement yet",
            _ => "",
        };

    public static string Key(VoiceColumn column) =>
        column switch
        {
            VoiceColumn.Said => "unplaced",
            VoiceColumn.Placed => "no-insight",
            VoiceColumn.Insight => "no-opportunity",
            VoiceColumn.Opportunity => "no-decision",
            VoiceColumn.Decision => "no-solution",
            VoiceColumn.Solution => "no-key-result",
            VoiceColumn.KeyResult => "no-movement",
            _ => "moved",
        };

    public static string NextStep(VoiceColumn column) =>
        column switch
        {
            VoiceColumn.Said => "Place these verbatims",
            VoiceColumn.Placed => "Make insights of these signals, or approve those that wait",
            VoiceColumn.Insight => "Frame these insights in an opportunity",
            VoiceColumn.Opportunity => "Bring these to a decision",
            VoiceColumn.Decision => "Choose a solution",
            VoiceColumn.Solution => "Bind a key result",
            _ => "Wait for the next scores, or look whether the solution reached customers",
        };
}
