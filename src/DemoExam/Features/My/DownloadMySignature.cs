using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Candidates;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.My;

/// <summary>The signature beside the holder's own passport. Another person's is answered like one that does not exist.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record DownloadMySignature(PassportId Id, bool Qualified = false) : IQuery<PassportFile>;

internal sealed class DownloadMySignatureHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<DownloadMySignature, PassportFile>
{
    public async Task<PassportFile> Handle(DownloadMySignature request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        return NotFound.Unless(
            await db.Passports.Where(p => p.Id == request.Id && mine.Contains(p.CandidateId) && db.ResultProtocols.Any(x => x.ExamId == p.ExamId && x.AnnouncedAt != null)).Signature(request.Qualified, db, texts, ct), "passport", request.Id);
    }
}
