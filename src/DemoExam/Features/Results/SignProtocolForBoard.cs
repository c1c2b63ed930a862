using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Results;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Results;

/// <summary>
/// The state board's member signs, through an account of the organiser or the region: somebody outside the expert group, who
/// compared the protocol with the paper.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record SignProtocolForBoard(ExamId ExamId, string Name, string Position) : ICommand<ProtocolStanding>;

internal sealed class SignProtocolForBoardValidator : AbstractValidator<SignProtocolForBoard>
{
    public SignProtocolForBoardValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Position).NotEmpty().MaximumLength(200);
    }
}

internal sealed class SignProtocolForBoardHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<SignProtocolForBoard, ProtocolStanding>
{
    public async Task<ProtocolStanding> Handle(SignProtocolForBoard request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.Exams.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);
        user.RequireOrganiser(exam);
        var protocol = await db.ProtocolThatHolds(exam.Id, cancellationToken);
        if (protocol.Sign(new ProtocolSignature(ProtocolRole.BoardMember, user.RequireAccount(), request.Name.Trim(), request.Position.Trim(), time.GetUtcNow())))
        {
            await trail.Add(exam.Id, AuditDeed.ProtocolSigned, cancellationToken,
                ("edition", $"{protocol.Edition}"), ("role", nameof(ProtocolRole.BoardMember)), ("name", $"{request.Name.Trim()}, {request.Position.Trim()}"), ("content", protocol.ContentHash));
        }

        if (exam.Status == ExamStatus.Locked && protocol.IsSignedByAll(Protocols.Signers(exam)))
        {
            exam.SignedByAll();
        }

        return protocol.Standing(exam);
    }
}
