using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>
/// The chief expert annuls a draw before the exam starts, for a reason that stays in the protocol, for example a workplace
/// that broke. The fingerprint of a new seed is published at once.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record AnnulDraw(ExamId ExamId, string Reason) : ICommand<ExamId>;

internal sealed class AnnulDrawValidator : AbstractValidator<AnnulDraw>
{
    public AnnulDrawValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
}

internal sealed class AnnulDrawHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<AnnulDraw, ExamId>
{
    public async Task<ExamId> Handle(AnnulDraw request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        var draw = await db.RequireDraw(exam, ct);
        exam.AnnulDraw(user.RequireExpert(), draw, request.Reason.Trim(), time.GetUtcNow());
        db.WorkplaceDraws.Add(new WorkplaceDraw(WorkplaceDrawId.New(), exam.Id, draw.Number + 1, RandomNumberGenerator.GetBytes(WorkplaceDraw.SeedLength), time.GetUtcNow()));
        return exam.Id;
    }
}
