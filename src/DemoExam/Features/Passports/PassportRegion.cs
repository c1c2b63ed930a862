using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Security;

namespace DemoExam.Features.Passports;

/// <summary>A passport belongs to the region of its exam.</summary>
internal static class PassportRegion
{
    public static IQueryable<SkillsPassport> InRegionOf(this IQueryable<SkillsPassport> passports, DemoExamDb db, CurrentUser user) =>
        user.RegionCode is { } code ? passports.Where(p => db.Exams.Any(e => e.Id == p.ExamId && e.RegionCode == code)) : passports;

    public static IQueryable<PassportOrder> InRegionOf(this IQueryable<PassportOrder> orders, DemoExamDb db, CurrentUser user) =>
        user.RegionCode is { } code ? orders.Where(o => db.Exams.Any(e => e.Id == o.ExamId && e.RegionCode == code)) : orders;
}
