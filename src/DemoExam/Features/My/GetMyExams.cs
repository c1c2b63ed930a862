using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>What a candidate wants to know first: where and when, which result, which passports.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record GetMyExams : IQuery<MyExams>;

/// <summary>The candidate's exams, the latest first, and passports.</summary>
public sealed record MyExams(IReadOnlyList<MyExam> Exams, IReadOnlyList<MyPassport> Passports);

/// <summary>One exam as its candidate sees it.</summary>
/// <param name="StartsAt">Start of the candidate's group.</param>
/// <param name="PassportUnderWay">True while a passport is ordered and not issued.</param>
public sealed record MyExam(
    ExamId Id, string Number, ExamType Type, ExamStatus Status, ExamLevel Level, string PackageCode, string Skill, string SkillEn,
    string Venue, string VenueEn, string City, string Address, string TimeZone, DateOnly FirstDay, DateOnly LastDay, DateTimeOffset StartsAt, int DurationMinutes, int Workplace,
    ParticipationOutcome Outcome, MyTotal? Result, bool PassportUnderWay);

/// <summary>A result in one line.</summary>
public sealed record MyTotal(Marks Total, Marks Maximum, string Grade);

/// <summary>A passport as its holder sees it.</summary>
public sealed record MyPassport(
    PassportId Id, string Number, string Token, ExamId ExamId, string Skill, string SkillEn, int Year, Marks Total, Marks Maximum, DateTimeOffset IssuedAt, PassportStatus Status,
    DateTimeOffset? StatusChangedAt, RevocationCategory? RevokedFor, SupersedingCategory? SupersededFor);

internal sealed class GetMyExamsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetMyExams, MyExams>
{
    public async Task<MyExams> Handle(GetMyExams request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var exams = await (
            from enrolment in db.Enrolments
            join exam in db.Exams on EF.Property<ExamId>(enrolment, "ExamId") equals exam.Id
            join package in db.Packages on exam.PackageId equals package.Id
            join venue in db.Venues on exam.VenueId equals venue.Id
            where mine.Contains(enrolment.CandidateId)
            orderby exam.FirstDay descending, exam.Number
            select new
            {
                exam.Id, exam.Number, exam.Type, exam.Status, exam.Level, package.Code, package.Name, package.NameEn,
                Venue = venue.Name, VenueEn = venue.NameEn, venue.City, venue.Address, exam.TimeZone, exam.FirstDay, exam.LastDay, enrolment.Workplace, enrolment.Outcome,
                Group = exam.Groups.Where(g => g.Id == enrolment.GroupId).Select(g => new { g.StartsAt, g.DurationMinutes }).First(),
                Ordered = db.PassportOrders.Any(o => o.ExamId == exam.Id && mine.Contains(o.CandidateId) && o.Status != PassportOrderStatus.Done && o.Status != PassportOrderStatus.Cancelled),
            }).AsNoTracking().ToListAsync(ct);
        var totals = (await db.Results.AsNoTracking().Where(r => mine.Contains(r.CandidateId) && db.ResultProtocols.Any(p => p.ExamId == r.ExamId && p.AnnouncedAt != null && p.FixedAt >= r.FixedAt))
                .Select(r => new { r.ExamId, r.Version, r.Total, r.Maximum, r.Grade }).ToListAsync(ct))
            .GroupBy(r => r.ExamId)
            .ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version) is { } last ? new MyTotal(last.Total, last.Maximum, last.Grade) : null);
        var passports = await db.Passports.AsNoTracking().Where(p => mine.Contains(p.CandidateId) && db.ResultProtocols.Any(x => x.ExamId == p.ExamId && x.AnnouncedAt != null)).OrderByDescending(p => p.Number)
            .Select(p => new { p.Id, p.Number, p.Token, p.ExamId, p.Facts, p.IssuedAt, p.Status, p.StatusChangedAt, p.RevokedFor, p.SupersededFor }).ToListAsync(ct);
        return new MyExams(
            exams.ConvertAll(e => new MyExam(
                e.Id, e.Number, e.Type, e.Status, e.Level, e.Code, e.Name, e.NameEn, e.Venue, e.VenueEn, e.City, e.Address, e.TimeZone, e.FirstDay, e.LastDay,
                e.Group.StartsAt, e.Group.DurationMinutes, e.Workplace, e.Outcome, totals.GetValueOrDefault(e.Id), e.Ordered)),
            passports.ConvertAll(p => new MyPassport(
                p.Id, p.Number, p.Token, p.ExamId, p.Facts.Skill, p.Facts.SkillEn, p.Facts.Year, p.Facts.Total, p.Facts.Maximum, p.IssuedAt, p.Status,
                p.StatusChangedAt, p.RevokedFor, p.SupersededFor)));
    }
}
