using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The photo of a piece of evidence, for whoever may see the evidence.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record GetEvidencePhoto(ExamId ExamId, EvidenceId EvidenceId) : IQuery<EvidenceFile>, IAudited;

/// <summary>A photo.</summary>
public sealed record EvidenceFile(byte[] Content, string MediaType);

internal sealed class GetEvidencePhotoHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user) : IRequestHandler<GetEvidencePhoto, EvidenceFile>
{
    public async Task<EvidenceFile> Handle(GetEvidencePhoto request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        var evidence = NotFound.Unless(await db.Evidence.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.EvidenceId && e.ExamId == request.ExamId, cancellationToken), "evidence", request.EvidenceId);
        var (_, _, _, _, all) = await db.EvidenceFor(work, evidence.CandidateId, evidence.AspectId, cancellationToken);
        if (!all && evidence.ExpertId != work.Me.Id)
        {
            throw new Forbidden(isAnonymous: false);
        }

        var photo = NotFound.Unless(await db.EvidencePhotos.AsNoTracking().SingleOrDefaultAsync(p => p.EvidenceId == evidence.Id, cancellationToken), "photo", request.EvidenceId);
        return new EvidenceFile(photo.Content, photo.MediaType);
    }
}
