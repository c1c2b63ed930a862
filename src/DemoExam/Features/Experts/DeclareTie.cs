using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Candidates;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>
/// Says that an expert may not score somebody: a group that the expert taught, a relative, another reason. Working for the
/// candidate's college needs no declaration.
/// </summary>
/// <param name="Kind">Taught, kinship or another declared conflict.</param>
/// <param name="CandidateId">The candidate; empty for a tie to study groups.</param>
/// <param name="OrganisationId">Organisation of the groups; empty for a tie to one candidate.</param>
/// <param name="StudyGroup">One group of the organisation; empty for all.</param>
[Authorize(Policy = Policies.DeclareTies)]
public sealed record DeclareTie(ConflictKind Kind, CandidateId? CandidateId, OrganisationId? OrganisationId, string? StudyGroup = null, string? Note = null) : ICommand<Unit>
{
    [JsonIgnore]
    public ExpertId ExpertId { get; init; }
}

internal sealed class DeclareTieValidator : AbstractValidator<DeclareTie>
{
    public DeclareTieValidator()
    {
        RuleFor(r => r.Kind).IsInEnum().NotEmpty().NotEqual(ConflictKind.SameOrganisation).WithMessage("Validation.EnumValidator");
        RuleFor(r => r.OrganisationId).Must((r, organisation) => organisation is null != r.CandidateId is null).WithMessage("Validation.OneTie");
        RuleFor(r => r.StudyGroup).MaximumLength(60);
        RuleFor(r => r.Note).MaximumLength(400);
    }
}

internal sealed class DeclareTieHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<DeclareTie, Unit>
{
    public async Task<Unit> Handle(DeclareTie request, CancellationToken ct)
    {
        ExpertAccess.RequireOperatorOr(user, request.ExpertId);
        var expert = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExpertId && e.MergedInto == null, ct), "expert", request.ExpertId);
        // An office speaks for the candidates that it answers for; an expert knows their own ties to anybody.
        var office = user.ExpertId != request.ExpertId;
        if (request.CandidateId is { } candidate && !await (office ? db.Candidates.VisibleTo(user, db) : db.Candidates.InRegionOf(user)).AnyAsync(c => c.Id == candidate, ct))
        {
            throw new NotFound("candidate", candidate);
        }

        if (request.OrganisationId is { } organisation && !await (office ? db.OrganisationsOf(user) : db.Organisations.InRegionOf(user)).AnyAsync(o => o.Id == organisation, ct))
        {
            throw new NotFound("organisation", organisation);
        }

        expert.Declare(new DeclaredTie(request.Kind, request.CandidateId, request.OrganisationId, PersonNames.OrNull(request.StudyGroup), PersonNames.OrNull(request.Note)));
        return Unit.Value;
    }
}
