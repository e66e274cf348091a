using Redthread.Web.Features.Picture;
using Redthread.Web.Ui;

namespace Redthread.Tests.Ui;

internal static class PanelFixtures
{
    public static StagePanelModel PhoneMenu(PictureModel picture) => new()
    {
        Stage = picture.Stages.Single(stage => stage.Key == "menu"),
        JourneyName = "Get help",
        JourneyHref = "/journeys/help",
        CloseHref = "/",
        PeriodLabel = "Q2 2026",
        Target = 60,
        WeakBelow = 50,
        FailingBelow = 35,
        Formula = new(
            "mean over signals of Σ wᵢ·rᵢ ÷ Σ wᵢ, each reading r mapped to 0–100, signals weighted to the segments’ shares; 95 % interval from the variance between customers",
            "Framework 3, agreed 2 April", "/framework/3", 2811, "by segment, 4 shares",
            [
                new("CSAT phone", 0.5, "linear 1–5", "/measures/csat"),
                new("Seconds to a person", 0.3, "target 30 s good, 300 s bad"),
                new("Effort (CES)", 0.2, "linear 1–7, reversed"),
            ]),
        Trend =
        [
            new("Jul", 34, 31, 37, 610), new("Aug", 33, 30, 36, 702), new("Sep", 33, 30, 36, 688), new("Oct", 31, 28, 34, 640), new("Nov", null), new("Dec", 30, 26, 34, 301),
            new("Jan", 29, 27, 31, 1202), new("Feb", 27, 25, 29, 1180), new("Mar", 26, 24, 28, 1288), new("Apr", 25, 23, 27, 1330), new("May", 21, 19, 23, 1402), new("Jun", 22, 20, 24, 1256),
        ],
        Notes = [new(7, "3 Feb", "Menu deepened to five levels"), new(10, "3 May", "New menu")],
        Distribution = [702, 611, 540, 402, 330, 288, 240, 171, 150, 122, 98, 80, 71, 55, 42, 31, 22, 17, 10, 6],
        Touchpoints =
        [
            new("Menu, third level", 14, 11, 17, 901, Href: "/touchpoints/3"),
            new("Identification by voice", 19, 16.4, 21.6, 1120, Href: "/touchpoints/2"),
            new("Greeting", 41, 38, 44, 1967, Href: "/touchpoints/1"),
            new("Call-back offer", null, null, null, 12, "too few"),
        ],
        Segments =
        [
            new("Families", 19, 17, 21, 1610, Share: 0.38), new("Singles", 24, 22, 26, 1402, Share: 0.31), new("Business", 29, 25, 33, 940, Share: 0.19), new("Rural", null, null, null, 0, "not heard", 0.12),
        ],
        Newest = [new("Pressed one, pressed four, pressed two, and then it said the office was closed.", "2 hours ago", "Survey · phone · families", "/signals/1", 12, "en")],
        Typical =
        [
            new("Five menus to say my line is dead. I had to borrow a phone for it.", "9 May", "Ticket · phone", "/signals/2", 8, "en"),
            new("No deja hablar con nadie, vuelve siempre al principio.", "6 May", "Survey · phone · singles", "/signals/3", 16, "es"),
        ],
        SignalsHref = "/signals?stage=help/menu&period=2026-Q2",
        SignalCount = 3988,
        Thread =
        [
            new("Signals", "3,988", "/signals", "3,402 customers"), new("Insight", "Five levels before a person", "/insights/3", "19 Mar"), new("Opportunity", "Reach a person", "/opportunities/2"),
            new("Decision", "Person in 60 seconds", "/decisions/11", "9 May", Active: true), new("Solution", NextStep: "Link a solution", Href: "/solutions/new"),
        ],
    };
}
