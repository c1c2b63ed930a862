using DemoExam.Data;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Which passports a campaign is about, and which campaigns a user sees.</summary>
internal static class CampaignChoices
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    public static IQueryable<ReissueCampaign> InRegionOf(this IQueryable<ReissueCampaign> campaigns, CurrentUser user) =>
        user.RegionCode is { } code ? campaigns.Where(c => c.RegionCode == code) : user.SeesAllRegions ? campaigns : campaigns.Where(c => false);

    /// <summary>Passports in force that fit, without those whose replacement is ordered already.</summary>
    public static IQueryable<SkillsPassport> Chosen(this DemoExamDb db, CampaignChoice choice, CurrentUser user)
    {
        var passports = db.Replaceable().AsNoTracking().InRegionOf(db, user);
        if (choice.ExamId is { } exam)
        {
            passports = passports.Where(p => p.ExamId == exam);
        }

        if (choice.From is { } from)
        {
            var begin = Start(from);
            passports = passports.Where(p => p.IssuedAt >= begin);
        }

        if (choice.To is { } to)
        {
            var end = Start(to.AddDays(1));
            passports = passports.Where(p => p.IssuedAt < end);
        }

        if (choice.Layout is { } layout)
        {
            // The layout follows from the kind of the exam and the category of the candidate.
            var all = passports;
            passports = Enum.GetValues<ExamType>()
                .Select(type => (Type: type, Categories: Enum.GetValues<CandidateCategory>().Where(category => PassportLayouts.NameFor(type, category) == layout).ToList()))
                .Where(kind => kind.Categories.Count > 0)
                .Select(kind => all.Where(p =>
                    db.Exams.Any(e => e.Id == p.ExamId && e.Type == kind.Type) && db.Candidates.Any(c => c.Id == p.CandidateId && kind.Categories.Contains(c.Category))))
                .Aggregate((one, other) => one.Concat(other));
        }

        return passports.OrderBy(p => p.Number);
    }

    /// <summary>The first moment of a day by the time of Moscow.</summary>
    public static DateTimeOffset Start(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return new DateTimeOffset(midnight, Moscow.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
