using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Features.Shared;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>Adds a candidate to the register, in the region of the organisation.</summary>
/// <param name="Surname">As in the identity document; nothing is changed.</param>
/// <param name="GivenName">Empty for a one-word name.</param>
/// <param name="LatinName">For the English face of the passport; by the rules of travel documents when empty.</param>
/// <param name="PersonalNumber">Insurance number (СНИЛС), however written; tells namesakes apart.</param>
/// <param name="AnotherPerson">Confirms that this is not the registered candidate of the same name and date of birth.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record RegisterCandidate(
    string Surname, string? GivenName, string? Patronymic, DateOnly BirthDate, CandidateCategory Category, OrganisationId OrganisationId,
    string? StudyGroup = null, string? LatinName = null, string? Email = null, bool AnotherPerson = false, string? PersonalNumber = null,
    string? GuardianName = null, string? GuardianPhone = null, string? GuardianEmail = null, string? GuardianConsent = null)
    : ICommand<CandidateId>, ICandidateForm
{
    [JsonIgnore]
    public CandidateId Id { get; init; }
}

internal sealed class RegisterCandidateValidator : AbstractValidator<RegisterCandidate>
{
    public RegisterCandidateValidator() => Include(new CandidateFormValidator());
}

internal sealed class RegisterCandidateHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<RegisterCandidate, CandidateId>
{
    public async Task<CandidateId> Handle(RegisterCandidate request, CancellationToken ct)
    {
        var organisation = NotFound.Unless(await db.Organisations.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(o => o.Id == request.OrganisationId, ct), "organisation", request.OrganisationId);
        var name = PersonNames.Of(request.Surname, request.GivenName, request.Patronymic);
        var refusals = new Refusals();
        refusals.Require(CandidateRules.OrganisationIsOwn, await db.OrganisationsOf(user).AnyAsync(o => o.Id == organisation.Id, ct), nameof(request.OrganisationId), ("organisation", organisation.ShortName));
        refusals.Require(CandidateRules.BirthDateIsPlausible, CandidateRules.IsPlausible(request.BirthDate, await db.Today(user, time, ct)), nameof(request.BirthDate),
            ("date", request.BirthDate), ("youngest", CandidateRules.Youngest), ("oldest", CandidateRules.Oldest));
        var number = PersonalNumber.Read(request.PersonalNumber);
        var known = await db.Candidates.AsNoTracking().Where(c => c.RegionCode == organisation.RegionCode
            && ((c.NameNorm == name.Normalised && c.BirthDate == request.BirthDate) || (number != null && c.PersonalNumber == number))).ToListAsync(ct);
        refusals.Require(CandidateRules.PersonalNumberIsNew, number is null || known.TrueForAll(c => c.PersonalNumber != number),
            nameof(request.PersonalNumber), ("number", number), ("name", known.Find(c => c.PersonalNumber == number)?.Name.Full));
        // Two people of one name and birthday have different numbers.
        refusals.Require(CandidateRules.PersonIsNew,
            request.AnotherPerson || known.TrueForAll(c => c.PersonalNumber is not null && number is not null),
            nameof(request.AnotherPerson), ("name", name.Full), ("date", request.BirthDate));
        refusals.ThrowIfAny();

        db.Candidates.Add(new Candidate(request.Id,
            new CandidateDetails(name, PersonNames.OrNull(request.LatinName) ?? Transliteration.Propose(name), request.BirthDate, request.Category, organisation.Id,
                PersonNames.OrNull(request.StudyGroup), PersonNames.OrNull(request.Email), number,
            Guardian.Of(request.GuardianName, request.GuardianPhone, request.GuardianEmail, request.GuardianConsent)),
            organisation.RegionCode));
        return request.Id;
    }
}

/// <summary>What registering and changing share.</summary>
internal interface ICandidateForm
{
    string Surname { get; }

    string? GivenName { get; }

    string? Patronymic { get; }

    DateOnly BirthDate { get; }

    CandidateCategory Category { get; }

    OrganisationId OrganisationId { get; }

    string? StudyGroup { get; }

    string? LatinName { get; }

    string? Email { get; }

    string? PersonalNumber { get; }

    string? GuardianName { get; }

    string? GuardianPhone { get; }

    string? GuardianEmail { get; }

    string? GuardianConsent { get; }
}

internal sealed class CandidateFormValidator : AbstractValidator<ICandidateForm>
{
    public CandidateFormValidator()
    {
        RuleFor(r => r.Surname).NotEmpty().MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.GivenName).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.Patronymic).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.BirthDate).NotEmpty();
        RuleFor(r => r.Category).IsInEnum().NotEmpty();
        RuleFor(r => r.OrganisationId).NotEmpty();
        RuleFor(r => r.StudyGroup).MaximumLength(60);
        RuleFor(r => r.LatinName).MaximumLength(200).Must(name => PersonNames.IsLatin(name)).WithMessage("Validation.LatinName");
        RuleFor(r => r.PersonalNumber).Must(number => string.IsNullOrWhiteSpace(number) || PersonalNumber.Read(number) is not null).WithMessage("Validation.PersonalNumber");
        RuleFor(r => r.GuardianName).MaximumLength(Guardian.LongestText);
        RuleFor(r => r.GuardianName).NotEmpty().When(r => !string.IsNullOrWhiteSpace($"{r.GuardianPhone}{r.GuardianEmail}{r.GuardianConsent}"));
        RuleFor(r => r.GuardianPhone).MaximumLength(Guardian.LongestPhone);
        RuleFor(r => r.GuardianConsent).MaximumLength(Guardian.LongestText);
        RuleFor(r => r.GuardianEmail).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.GuardianEmail));
        RuleFor(r => r.Email).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.Email));
    }
}
