using DemoExam.Features.Shared;

namespace DemoExam.Features.Passports;

/// <summary>How the state of a campaign looks.</summary>
internal static class CampaignView
{
    public static string StateOf(bool paused, int failed, bool over) =>
        over ? "Passports.Campaign.State.Over" : paused ? "Passports.Campaign.State.Paused" : failed > 0 ? "Passports.Campaign.State.Failed" : "Passports.Campaign.State.Running";

    public static Kind KindOf(bool paused, int failed, bool over) => over ? Kind.Good : paused ? Kind.Warning : failed > 0 ? Kind.Bad : Kind.Info;
}
