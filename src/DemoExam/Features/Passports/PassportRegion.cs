using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>A passport belongs to the region of its exam.</summary>
internal static class PassportRegion
{
    public static IQueryable<SkillsPassport> InRegionOf(this IQueryable<SkillsPassport> passports, DemoExamDb db, CurrentUser user) =>
        user.SeesAllRegions ? passports : passports.Where(p => db.Exams.InRegionOf(user).Any(e => e.Id == p.ExamId));

    public static IQueryable<PassportOrder> InRegionOf(this IQueryable<PassportOrder> orders, DemoExamDb db, CurrentUser user) =>
        user.SeesAllRegions ? orders : orders.Where(o => db.Exams.InRegionOf(user).Any(e => e.Id == o.ExamId));

    /// <summary>The exam whose passports the user manages.</summary>
    /// <exception cref="NotFound">There is no such exam for this user.</exception>
    public static async Task RequireExamOfPassports(this DemoExamDb db, ExamId id, CurrentUser user, CancellationToken ct)
    {
        if (!await db.Exams.InRegionOf(user).AnyAsync(e => e.Id == id, ct))
        {
            throw new NotFound("exam", id);
        }
    }
}
