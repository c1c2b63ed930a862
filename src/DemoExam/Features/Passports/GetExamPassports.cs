using DemoExam.Credentials;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>How the issuing of an exam's passports goes, and what failed.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetExamPassports(ExamId ExamId) : IQuery<ExamPassports>;

/// <summary>Issuing of one exam.</summary>
/// <param name="InForce">Passports that a revocation of the whole exam would be proposed for.</param>
/// <param name="Proposed">Proposed revocations, when there are any.</param>
/// <param name="PerMinute">Passports issued in the last minute; null when nothing is under way or nothing was issued yet.</param>
public sealed record ExamPassports(
    ExamId ExamId, string ExamNumber, string PackageCode, Bilingual Package, ExamStatus ExamStatus, string TimeZone, int Open, int Leased, int Done, int Failed, decimal? PerMinute,
    IReadOnlyList<ExamPassportRow> Rows, int InForce, ProposedForExam? Proposed)
{
    public int Ordered => Open + Leased + Done + Failed;
    public bool UnderWay => Open + Leased > 0;
}

/// <summary>Proposed revocations of an exam's passports.</summary>
/// <param name="Count">How many.</param>
/// <param name="ByOthers">How many of them the reader may confirm, because another person proposed them.</param>
/// <param name="By">Who proposed the first of them.</param>
/// <param name="Category">Its category.</param>
/// <param name="Reason">Its grounds.</param>
public sealed record ProposedForExam(int Count, int ByOthers, string By, RevocationCategory Category, string Reason);

/// <summary>One ordered passport.</summary>
public sealed record ExamPassportRow(
    PassportOrderId OrderId, PassportId PassportId, string Number, int Version, PersonName Holder, PassportOrderStatus OrderStatus, PassportStatus? Status,
    int Attempts, DateTimeOffset? NextAttempt, IssueFailure? Failure);

internal sealed class GetExamPassportsHandler(DemoExamDb db, DataAccess access, CurrentUser user, TimeProvider time) : IRequestHandler<GetExamPassports, ExamPassports>
{
    public async Task<ExamPassports> Handle(GetExamPassports request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await (
            from e in db.ExamsFromInside(user)
            join package in db.Packages on e.PackageId equals package.Id
            where e.Id == request.ExamId
            select new { e.Number, e.Status, e.TimeZone, package.Code, package.Name, package.NameEn }).AsNoTracking().SingleOrDefaultAsync(ct), "exam", request.ExamId);
        var rows = await (
            from order in db.PassportOrders
            join candidate in db.Candidates on order.CandidateId equals candidate.Id
            join passport in db.Passports on order.PassportId equals passport.Id into issued
            from passport in issued.DefaultIfEmpty()
            where order.ExamId == request.ExamId
            orderby candidate.NameNorm, order.PassportVersion
            select new
            {
                order.Id, order.CandidateId, order.PassportId, order.Number, order.PassportVersion, candidate.Name, OrderStatus = order.Status, order.Attempts, order.NotBefore, order.Error,
                order.CompletedAt, Status = (PassportStatus?)passport.Status, passport.ProposedAt, passport.ProposedBy, passport.ProposedByName, passport.ProposedFor, passport.ProposedReason,
            }).AsNoTracking().ToListAsync(ct);
        access.Note(PersonalDataKind.List, rows.Select(r => r.CandidateId));
        var counts = rows.CountBy(r => r.OrderStatus).ToDictionary();
        var underWay = Count(PassportOrderStatus.Open) + Count(PassportOrderStatus.Leased) > 0;
        var proposed = rows.Where(r => r.ProposedAt is not null).ToList();
        var me = user.IsSystem ? default : user.RequireAccount();
        return new ExamPassports(
            request.ExamId, exam.Number, exam.Code, new Bilingual(exam.Name, exam.NameEn), exam.Status, exam.TimeZone,
            Count(PassportOrderStatus.Open), Count(PassportOrderStatus.Leased), Count(PassportOrderStatus.Done), Count(PassportOrderStatus.Failed),
            underWay ? IssuingRate.Of(rows.Select(r => r.CompletedAt).OfType<DateTimeOffset>(), time.GetUtcNow()) : null,
            [.. rows.Select(r => new ExamPassportRow(
                r.Id, r.PassportId, r.Number, r.PassportVersion, r.Name, r.OrderStatus, r.Status, r.Attempts,
                r.OrderStatus == PassportOrderStatus.Open && r.Attempts > 0 ? r.NotBefore : null, IssueFailure.Read(r.Error)))],
            rows.Count(r => r.Status is PassportStatus.Issued or PassportStatus.Suspended && r.ProposedAt is null),
            proposed is [var first, ..] ? new ProposedForExam(proposed.Count, proposed.Count(r => r.ProposedBy != me), first.ProposedByName!, first.ProposedFor!.Value, first.ProposedReason!) : null);

        int Count(PassportOrderStatus status) => counts.GetValueOrDefault(status);
    }
}
