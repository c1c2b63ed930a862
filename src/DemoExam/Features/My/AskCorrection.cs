using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>
/// The holder asks to correct the name or an error. Nothing changes until an operator has looked at the documents; then a new version
/// replaces the passport, or the holder gets an answer.
/// </summary>
/// <param name="Id">The passport.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Surname">For a name: as it stands in the identity document.</param>
/// <param name="Text">What is wrong, and which document shows it.</param>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record AskCorrection(PassportId Id, CorrectionKind Kind, string? Surname, string? GivenName, string? Patronymic, string Text) : ICommand<CorrectionRequestId>;

internal sealed class AskCorrectionValidator : AbstractValidator<AskCorrection>
{
    public AskCorrectionValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Surname).NotEmpty().When(r => r.Kind == CorrectionKind.Name);
        RuleFor(r => r.Surname).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.GivenName).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.Patronymic).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.Text).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class AskCorrectionHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<AskCorrection, CorrectionRequestId>
{
    public async Task<CorrectionRequestId> Handle(AskCorrection request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var passport = NotFound.Unless(await db.Passports.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id && mine.Contains(p.CandidateId), ct), "passport", request.Id);
        PassportRules.PassportIsInForce.Require(passport.Status == PassportStatus.Issued, ("number", passport.Number), ("status", passport.Status));
        PassportRules.CorrectionIsAskedOnce.Require(!await db.CorrectionRequests.AnyAsync(r => r.PassportId == passport.Id && r.Status == CorrectionStatus.Open, ct));
        var name = request.Kind == CorrectionKind.Name ? PersonNames.Of(request.Surname!, request.GivenName, request.Patronymic) : null;
        var asked = new CorrectionRequest(CorrectionRequestId.New(), passport.Id, passport.CandidateId, request.Kind, name, request.Text.Trim(), time.GetUtcNow());
        db.CorrectionRequests.Add(asked);
        return asked.Id;
    }
}
