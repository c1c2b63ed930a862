using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>Changes what the register says about a programme.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ChangeProgramme(ProgrammeId ProgrammeId, ProgrammeKind Kind, string Name, string? NameEn, ProgrammeEnding Ending, OrganisationId OrganisationId) : ICommand<ProgrammeId>, IProgrammeTerms;

internal sealed class ChangeProgrammeValidator : AbstractValidator<ChangeProgramme>
{
    public ChangeProgrammeValidator() => Include(new ProgrammeTermsValidator());
}

internal sealed class ChangeProgrammeHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeProgramme, ProgrammeId>
{
    public async Task<ProgrammeId> Handle(ChangeProgramme request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        programme.Change((await db.TermsOf(request, programme.Id, user, ct)).Terms);
        return programme.Id;
    }
}
