using DemoExam.Credentials;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Everything about one passport, for those who answer for it.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record GetPassport(PassportId Id) : IQuery<PassportDetails>;

/// <summary>One passport.</summary>
/// <param name="ReplacementOrdered">True when the next version waits to be issued.</param>
/// <param name="IsQualified">A qualified signature lies beside it.</param>
/// <param name="Versions">All versions for this candidate and exam, the newest first.</param>
public sealed record PassportDetails(
    PassportId Id, string Number, string Token, int Version, PassportStatus Status, DateTimeOffset IssuedAt, DateTimeOffset? StatusChangedAt,
    RevocationCategory? RevokedFor, SupersedingCategory? SupersededFor, string? InternalReason, PersonName Holder, Bilingual Skill,
    ExamId ExamId, string ExamNumber, DateOnly FirstDay, DateOnly LastDay, string TimeZone, Marks Total, Marks Maximum, string DocumentSha256, string CertificateSerial,
    bool ReplacementOrdered, IReadOnlyList<PassportVersion> Versions, PassportVisibility Visibility, ProposedRevocation? Proposed, IReadOnlyList<StandingChange> History, bool IsQualified);

/// <summary>A revocation that waits for a second person.</summary>
/// <param name="Mine">True when the reader proposed it and so may not confirm it.</param>
public sealed record ProposedRevocation(RevocationCategory Category, string Reason, string By, DateTimeOffset At, bool Mine);

/// <summary>One version in the history of a passport.</summary>
public sealed record PassportVersion(
    PassportId Id, string Number, int Version, PassportStatus Status, DateTimeOffset IssuedAt, DateTimeOffset? StatusChangedAt, RevocationCategory? RevokedFor, SupersedingCategory? SupersededFor);

internal sealed class GetPassportHandler(DemoExamDb db, DataAccess access, CurrentUser user) : IRequestHandler<GetPassport, PassportDetails>
{
    public async Task<PassportDetails> Handle(GetPassport request, CancellationToken ct)
    {
        var row = NotFound.Unless(await (
            from passport in db.Passports
            join exam in db.Exams.InRegionOf(user) on passport.ExamId equals exam.Id
            join candidate in db.Candidates on passport.CandidateId equals candidate.Id
            join result in db.Results on passport.ResultId equals result.Id
            where passport.Id == request.Id
            select new { Passport = passport, candidate.Name, exam.Number, exam.FirstDay, exam.LastDay, exam.TimeZone, result.Total, result.Maximum })
            .AsNoTracking().SingleOrDefaultAsync(ct), "passport", request.Id);
        var p = row.Passport;
        access.Note(PersonalDataKind.Passport, p.CandidateId);
        var versions = await db.Passports.AsNoTracking()
            .Where(v => v.ExamId == p.ExamId && v.CandidateId == p.CandidateId)
            .OrderByDescending(v => v.PassportVersion)
            .Select(v => new PassportVersion(v.Id, v.Number, v.PassportVersion, v.Status, v.IssuedAt, v.StatusChangedAt, v.RevokedFor, v.SupersededFor))
            .ToListAsync(ct);
        var ordered = await db.PassportOrders.AnyAsync(o => o.SupersedesId == p.Id && o.Status != PassportOrderStatus.Done && o.Status != PassportOrderStatus.Cancelled, ct);
        return new PassportDetails(
            p.Id, p.Number, p.Token, p.PassportVersion, p.Status, p.IssuedAt, p.StatusChangedAt, p.RevokedFor, p.SupersededFor, p.InternalReason,
            row.Name, new Bilingual(p.Facts.Skill, p.Facts.SkillEn), p.ExamId, row.Number, row.FirstDay, row.LastDay, row.TimeZone, row.Total, row.Maximum, p.StampedSha256 ?? p.DocumentSha256, p.CertificateSerial, ordered, versions,
            p.Visibility, p.ProposedAt is { } at ? new ProposedRevocation(p.ProposedFor!.Value, p.ProposedReason!, p.ProposedByName!, at, p.ProposedBy == user.RequireAccount()) : null, p.History, p.QualifiedAt is not null);
    }
}
