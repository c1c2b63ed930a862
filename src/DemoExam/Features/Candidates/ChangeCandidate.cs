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

/// <summary>
/// Corrects what the register says about a candidate. A new college or group may bring conflicts of interest; they show on the exams
/// that are planned. The name of a person who holds passports is changed on a passport, so that old numbers lead to the new ones.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record ChangeCandidate(
    string Surname, string? GivenName, string? Patronymic, DateOnly BirthDate, CandidateCategory Category, OrganisationId OrganisationId,
    string? StudyGroup = null, string? LatinName = null, string? Email = null, string? PersonalNumber = null,
    string? GuardianName = null, string? GuardianPhone = null, string? GuardianEmail = null, string? GuardianConsent = null) : ICommand<Unit>, ICandidateForm
{
    [JsonIgnore]
    public CandidateId CandidateId { get; init; }
}

internal sealed class ChangeCandidateValidator : AbstractValidator<ChangeCandidate>
{
    public ChangeCandidateValidator() => Include(new CandidateFormValidator());
}

internal sealed class ChangeCandidateHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ChangeCandidate, Unit>
{
    public async Task<Unit> Handle(ChangeCandidate request, CancellationToken ct)
    {
        var candidate = NotFound.Unless(await db.Candidates.VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == request.CandidateId && c.MergedInto == null, ct), "candidate", request.CandidateId);
        var organisation = NotFound.Unless(await db.Organisations.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(o => o.Id == request.OrganisationId, ct), "organisation", request.OrganisationId);
        var name = PersonNames.Of(request.Surname, request.GivenName, request.Patronymic);
        var latin = PersonNames.OrNull(request.LatinName) ?? Transliteration.Propose(name);
        var number = PersonalNumber.Read(request.PersonalNumber);
        var entries = await db.EntriesOf(candidate.Id, ct);
        var renamed = name != candidate.Name || latin != candidate.LatinName;

        var refusals = new Refusals();
        refusals.Require(CandidateRules.OrganisationIsOwn, await db.OrganisationsOf(user).AnyAsync(o => o.Id == organisation.Id, ct), nameof(request.OrganisationId), ("organisation", organisation.ShortName));
        refusals.Require(CandidateRules.BirthDateIsPlausible, CandidateRules.IsPlausible(request.BirthDate, await db.Today(user, time, ct)), nameof(request.BirthDate),
            ("date", request.BirthDate), ("youngest", CandidateRules.Youngest), ("oldest", CandidateRules.Oldest));
        var other = number is null ? null : await db.Candidates.AsNoTracking().FirstOrDefaultAsync(c => c.PersonalNumber == number && c.RegionCode == organisation.RegionCode && c.Id != candidate.Id, ct);
        refusals.Require(CandidateRules.PersonalNumberIsNew, other is null, nameof(request.PersonalNumber), ("number", number), ("name", other?.Name.Full));
        refusals.Require(CandidateRules.NameIsNotOnPassports, !renamed || !await db.Passports.AnyAsync(p => entries.Contains(p.CandidateId), ct), nameof(request.Surname), ("name", candidate.Name.Full));
        refusals.ThrowIfAny();

        candidate.Change(new CandidateDetails(name, latin, request.BirthDate, request.Category, organisation.Id, PersonNames.OrNull(request.StudyGroup), PersonNames.OrNull(request.Email), number,
            Guardian.Of(request.GuardianName, request.GuardianPhone, request.GuardianEmail, request.GuardianConsent)), organisation.RegionCode);
        if (renamed)
        {
            candidate.Rename(name, latin);
        }

        return Unit.Value;
    }
}
