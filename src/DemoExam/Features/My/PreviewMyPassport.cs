using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Candidates;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>What a reader would see by a link with this choice, before the holder makes it.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record PreviewMyPassport(PassportId Id, ShareContents Contents) : IQuery<PassportCheck>;

internal sealed class PreviewMyPassportValidator : AbstractValidator<PreviewMyPassport>
{
    public PreviewMyPassportValidator() => RuleFor(r => r.Contents).NotNull();
}

internal sealed class PreviewMyPassportHandler(DemoExamDb db, CurrentUser user, Verifier verifier, TimeProvider time) : IRequestHandler<PreviewMyPassport, PassportCheck>
{
    public async Task<PassportCheck> Handle(PreviewMyPassport request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var row = NotFound.Unless(await db.Passports.AsNoTracking().Where(p => p.Id == request.Id && mine.Contains(p.CandidateId))
            .Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => new { Passport = p, d.Pdf }).SingleOrDefaultAsync(ct), "passport", request.Id);
        return SharedView.Of(row.Passport, row.Pdf, request.Contents, verifier, time.GetUtcNow());
    }
}
