using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Domain.People;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>
/// Corrects what the register says about an expert. A new employer may bring conflicts of interest; they show on the exams that are
/// planned. Documents that were signed keep the name that stood there.
/// </summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ChangeExpert(string Surname, string? GivenName, string? Patronymic, OrganisationId EmployerId, string? Email = null, string? PersonalNumber = null) : ICommand<Unit>
{
    [JsonIgnore]
    public ExpertId ExpertId { get; init; }
}

internal sealed class ChangeExpertValidator : AbstractValidator<ChangeExpert>
{
    public ChangeExpertValidator()
    {
        RuleFor(r => r.Surname).NotEmpty().MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.GivenName).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.Patronymic).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.EmployerId).NotEmpty();
        RuleFor(r => r.PersonalNumber).Must(number => string.IsNullOrWhiteSpace(number) || PersonalNumber.Read(number) is not null).WithMessage("Validation.PersonalNumber");
        RuleFor(r => r.Email).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.Email));
    }
}

internal sealed class ChangeExpertHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeExpert, Unit>
{
    public async Task<Unit> Handle(ChangeExpert request, CancellationToken ct)
    {
        var expert = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExpertId && e.MergedInto == null, ct), "expert", request.ExpertId);
        var employer = NotFound.Unless(await db.Organisations.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(o => o.Id == request.EmployerId, ct), "organisation", request.EmployerId);
        var number = PersonalNumber.Read(request.PersonalNumber);
        var other = number is null ? null : await db.Experts.AsNoTracking().FirstOrDefaultAsync(e => e.PersonalNumber == number && e.RegionCode == employer.RegionCode && e.Id != expert.Id, ct);
        ExpertRules.PersonalNumberIsNew.Require(other is null, ("number", number), ("name", other?.Name.Full));
        expert.Change(PersonNames.Of(request.Surname, request.GivenName, request.Patronymic), employer.Id, employer.RegionCode, PersonNames.OrNull(request.Email), number);
        return Unit.Value;
    }
}
