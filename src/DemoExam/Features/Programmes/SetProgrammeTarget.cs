using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>Sets or replaces what a programme is to reach in a year.</summary>
/// <param name="Year">1999–2100.</param>
/// <param name="Participants">People to be trained, 1–1,000,000.</param>
/// <param name="EmployedPercent">Share of them who are to work afterwards, 0–100; nothing where nobody asks for it.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record SetProgrammeTarget(ProgrammeId ProgrammeId, int Year, int Participants, int? EmployedPercent = null) : ICommand<ProgrammeId>;

internal sealed class SetProgrammeTargetValidator : AbstractValidator<SetProgrammeTarget>
{
    public SetProgrammeTargetValidator()
    {
        RuleFor(r => r.Year).InclusiveBetween(1999, 2100);
        RuleFor(r => r.Participants).InclusiveBetween(1, 1_000_000);
        RuleFor(r => r.EmployedPercent).InclusiveBetween(0, 100);
    }
}

internal sealed class SetProgrammeTargetHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<SetProgrammeTarget, ProgrammeId>
{
    public async Task<ProgrammeId> Handle(SetProgrammeTarget request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        programme.SetTarget(new ProgrammeTarget(request.Year, request.Participants, request.EmployedPercent));
        return programme.Id;
    }
}
