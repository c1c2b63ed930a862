using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Audit;

/// <summary>
/// Writes the trail of an exam inside the transaction of the command that calls it. Two commands that write the same number
/// can't both commit; the pipeline runs the loser again.
/// </summary>
internal sealed class AuditTrail(DemoExamDb db, CurrentUser user, TimeProvider time)
{
    public Task Add(ExamId exam, AuditDeed deed, CancellationToken ct, params IEnumerable<(string Name, string Value)> details) =>
        Add(exam, deed, user.Id, Name(user), details, ct);

    /// <summary>The same for somebody else than the user of this scope.</summary>
    public async Task Add(ExamId exam, AuditDeed deed, string actorId, string actor, IEnumerable<(string Name, string Value)> details, CancellationToken ct)
    {
        var last = db.AuditRecords.Local.Where(r => r.ExamId == exam).MaxBy(r => r.Number)
            ?? await db.AuditRecords.AsNoTracking().Where(r => r.ExamId == exam).OrderByDescending(r => r.Number).FirstOrDefaultAsync(ct);
        db.AuditRecords.Add(new AuditRecord(AuditRecordId.New(), exam, last, time.GetUtcNow(), actorId, actor, deed, details));
    }

    public static string Name(CurrentUser user) => user.DisplayName ?? user.UserName ?? user.Id;
}
