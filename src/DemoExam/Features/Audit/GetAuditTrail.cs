using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Experts;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Audit;

/// <summary>The trail of an exam: who signed, locked, unlocked, and what was refused. For its chief expert and the offices of its region.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetAuditTrail(ExamId ExamId) : IQuery<AuditFile>;

/// <summary>The trail as a file that is checked by <c>audit FILE</c> without network and database.</summary>
/// <param name="Format">Names the form and its version.</param>
/// <param name="Exam">Number of the exam.</param>
/// <param name="ExamId">Part of every fingerprint.</param>
/// <param name="TimeZone">Of the venue, for reading.</param>
/// <param name="Seal">Fingerprint of the last record, the one to write down; null for an empty trail.</param>
/// <param name="Findings">What the service itself finds wrong.</param>
/// <param name="Names">Numbers of candidates and codes of aspects by their ids, for reading; no part of the fingerprints.</param>
/// <param name="Records">In order, without gaps.</param>
public sealed record AuditFile(string Format, string Exam, ExamId ExamId, string TimeZone, string? Seal, IReadOnlyList<AuditFinding> Findings, IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<AuditFileRecord> Records)
{
    public const string CurrentFormat = "demoexam-trail/1";
}

/// <summary>A record of the file.</summary>
/// <param name="DeedCode">Number of the deed, as it is hashed.</param>
/// <param name="Details">Text that is hashed.</param>
public sealed record AuditFileRecord(int Number, DateTimeOffset At, string ActorId, string Actor, AuditDeed Deed, int DeedCode, string Details, string PreviousHash, string Hash)
{
    /// <summary>The named facts of <see cref="Details"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts() => System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(Details)!;
}

internal sealed class GetAuditTrailHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetAuditTrail, AuditFile>
{
    public async Task<AuditFile> Handle(GetAuditTrail request, CancellationToken ct)
    {
        var me = user.ExpertId;
        var office = db.ExamsOfOffice(user);
        var exams = db.Exams.Where(e => office.Any(o => o.Id == e.Id) || e.Duties.Any(d => d.ExpertId == me && d.Role == ExamRole.ChiefExpert));
        var exam = NotFound.Unless(await exams.AsNoTracking().Where(e => e.Id == request.ExamId).SingleOrDefaultAsync(ct), "exam", request.ExamId);
        var records = await db.AuditRecords.AsNoTracking().Where(r => r.ExamId == request.ExamId).OrderBy(r => r.Number).ToListAsync(ct);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        var names = exam.Enrolments.OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace).Select((e, i) => (Id: e.CandidateId.ToString(), Name: $"№ {i + 1}"))
            .Concat((await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, ct)).AspectsOf(exam.Scope).Select(a => (a.Id.ToString(), a.Code)))
            .ToDictionary(n => n.Item1, n => n.Item2);
        return new AuditFile(AuditFile.CurrentFormat, exam.Number, request.ExamId, exam.TimeZone, records is [.., var last] ? last.Hash : null, AuditChain.Check(records), names,
            records.ConvertAll(r => new AuditFileRecord(r.Number, r.At, r.ActorId, r.Actor, r.Deed, (int)r.Deed, r.Details, r.PreviousHash, r.Hash)));
    }
}
