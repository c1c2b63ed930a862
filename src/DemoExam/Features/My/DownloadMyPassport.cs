using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Candidates;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.My;

/// <summary>The holder's own passport as PDF. Another person's is answered like one that does not exist.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record DownloadMyPassport(PassportId Id) : IQuery<PassportFile>;

internal sealed class DownloadMyPassportHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<DownloadMyPassport, PassportFile>
{
    public async Task<PassportFile> Handle(DownloadMyPassport request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        return NotFound.Unless(await db.Passports.Where(p => p.Id == request.Id && mine.Contains(p.CandidateId) && db.ResultProtocols.Any(x => x.ExamId == p.ExamId && x.AnnouncedAt != null)).File(db, texts, ct), "passport", request.Id);
    }
}
