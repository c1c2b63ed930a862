using DemoExam.Credentials;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
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
/// <param name="PerMinute">Passports issued in the last minute; null when nothing is under way or nothing was issued yet.</param>
public sealed record ExamPassports(
    ExamId ExamId, string ExamNumber, string PackageCode, Bilingual Package, ExamStatus ExamStatus, string TimeZone, int Open, int Leased, int Done, int Failed, decimal? PerMinute,
    IReadOnlyList<ExamPassportRow> Rows)
{
    public int Ordered => Open + Leased + Done + Failed;
    public bool UnderWay => Open + Leased > 0;
}

/// <summary>One ordered passport.</summary>
public sealed record ExamPassportRow(
    PassportOrderId OrderId, PassportId PassportId, string Number, int Version, PersonName Holder, PassportOrderStatus OrderStatus, PassportStatus? Status,
    int Attempts, DateTimeOffset? NextAttempt, IssueFailure? Failure);

internal sealed class GetExamPassportsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetExamPassports, ExamPassports>
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    public async Task<ExamPassports> Handle(GetExamPassports request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await (
            from e in db.Exams.InRegionOf(user)
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
                order.Id, order.PassportId, order.Number, order.PassportVersion, candidate.Name, OrderStatus = order.Status, order.Attempts, order.NotBefore, order.Error,
                order.CompletedAt, Status = (PassportStatus?)passport.Status,
            }).AsNoTracking().ToListAsync(ct);
        var counts = rows.CountBy(r => r.OrderStatus).ToDictionary();
        var underWay = Count(PassportOrderStatus.Open) + Count(PassportOrderStatus.Leased) > 0;
        return new ExamPassports(
            request.ExamId, exam.Number, exam.Code, new Bilingual(exam.Name, exam.NameEn), exam.Status, exam.TimeZone,
            Count(PassportOrderStatus.Open), Count(PassportOrderStatus.Leased), Count(PassportOrderStatus.Done), Count(PassportOrderStatus.Failed),
            underWay ? Rate([.. rows.Select(r => r.CompletedAt).OfType<DateTimeOffset>()]) : null,
            [.. rows.Select(r => new ExamPassportRow(
                r.Id, r.PassportId, r.Number, r.PassportVersion, r.Name, r.OrderStatus, r.Status, r.Attempts,
                r.OrderStatus == PassportOrderStatus.Open && r.Attempts > 0 ? r.NotBefore : null, IssueFailure.Read(r.Error)))]);

        int Count(PassportOrderStatus status) => counts.GetValueOrDefault(status);
    }

    private decimal? Rate(List<DateTimeOffset> completed)
    {
        var now = time.GetUtcNow();
        var recent = completed.Where(at => at > now - RateWindow).ToList();
        if (recent.Count == 0)
        {
            return null;
        }

        // A run that began seconds ago is measured by its seconds, not by the minute that it hasn't had.
        var minutes = Math.Max((now - recent.Min()).TotalMinutes, 1.0 / 60);
        return Math.Round((decimal)(recent.Count / minutes));
    }
}
