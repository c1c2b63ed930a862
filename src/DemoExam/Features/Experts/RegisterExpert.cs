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

/// <summary>Adds an expert to the register, in the region of the employer.</summary>
/// <param name="Surname">As in the identity document; nothing is changed.</param>
/// <param name="GivenName">Empty for a one-word name.</param>
/// <param name="PersonalNumber">Insurance number (СНИЛС), however written; tells namesakes apart.</param>
/// <param name="AnotherPerson">Confirms that this is not the expert of the same name who is registered already, at this or another employer.</param>
/// <param name="Credential">The first document, when it is at hand.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RegisterExpert(
    string Surname, string? GivenName, string? Patronymic, OrganisationId EmployerId, string? Email = null, bool AnotherPerson = false, NewCredential? Credential = null, string? PersonalNumber = null)
    : ICommand<ExpertId>
{
    [JsonIgnore]
    public ExpertId Id { get; init; }
}

/// <param name="Covers">Code of a speciality (<c>09.02.07</c>) or of one package (<c>КОД 09.02.07-9-2026</c>).</param>
/// <param name="ValidTo">Last day, included; null for an open end.</param>
public sealed record NewCredential(CredentialType Type, string Covers, string Number, DateOnly ValidFrom, DateOnly? ValidTo);

internal sealed class RegisterExpertValidator : AbstractValidator<RegisterExpert>
{
    public RegisterExpertValidator()
    {
        RuleFor(r => r.Surname).NotEmpty().MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.GivenName).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.Patronymic).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.EmployerId).NotEmpty();
        RuleFor(r => r.PersonalNumber).Must(number => string.IsNullOrWhiteSpace(number) || PersonalNumber.Read(number) is not null).WithMessage("Validation.PersonalNumber");
        RuleFor(r => r.Email).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.Email));
        RuleFor(r => r.Credential!).SetValidator(new NewCredentialValidator()).When(r => r.Credential is not null);
    }
}

internal sealed class NewCredentialValidator : AbstractValidator<NewCredential>
{
    public NewCredentialValidator()
    {
        RuleFor(c => c.Type).IsInEnum().NotEmpty();
        RuleFor(c => c.Covers).NotEmpty().MaximumLength(60);
        RuleFor(c => c.Number).NotEmpty().MaximumLength(60);
        RuleFor(c => c.ValidFrom).NotEmpty();
    }
}

internal sealed class RegisterExpertHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RegisterExpert, ExpertId>
{
    public async Task<ExpertId> Handle(RegisterExpert request, CancellationToken ct)
    {
        var employer = NotFound.Unless(await db.Organisations.InRegionOf(user).SingleOrDefaultAsync(o => o.Id == request.EmployerId, ct), "organisation", request.EmployerId);
        var name = PersonNames.Of(request.Surname, request.GivenName, request.Patronymic);
        var refusals = new Refusals();
        var number = PersonalNumber.Read(request.PersonalNumber);
        // People change employers more often than namesakes of three words meet in one region.
        var known = await (from expert in db.Experts.AsNoTracking()
                           join house in db.Organisations on expert.EmployerId equals house.Id
                           where expert.RegionCode == employer.RegionCode && expert.MergedInto == null
                               && (expert.NameNorm == name.Normalised || (number != null && expert.PersonalNumber == number))
                           orderby expert.EmployerId == employer.Id descending
                           select new { expert.PersonalNumber, expert.Name, Employer = house.ShortName }).ToListAsync(ct);
        refusals.Require(ExpertRules.PersonalNumberIsNew, number is null || known.TrueForAll(e => e.PersonalNumber != number),
            nameof(request.PersonalNumber), ("number", number), ("name", known.Find(e => e.PersonalNumber == number)?.Name.Full));
        refusals.Require(ExpertRules.PersonIsNew, request.AnotherPerson || known.TrueForAll(e => e.PersonalNumber is not null && number is not null),
            nameof(request.AnotherPerson), ("name", name.Full), ("employer", known.Find(e => e.PersonalNumber is null || number is null)?.Employer));
        refusals.ThrowIfAny();

        var added = new Expert(request.Id, name, employer.Id, employer.RegionCode, PersonNames.OrNull(request.Email), number);
        if (request.Credential is { } credential)
        {
            added.Add(credential, ExpertCredentialId.New());
        }

        db.Experts.Add(added);
        return added.Id;
    }
}

internal static class Credentials
{
    public static void Add(this Expert expert, NewCredential credential, ExpertCredentialId id) =>
        expert.AddCredential(id, credential.Type, credential.Covers.Trim(), credential.Number.Trim(), credential.ValidFrom, credential.ValidTo);
}
