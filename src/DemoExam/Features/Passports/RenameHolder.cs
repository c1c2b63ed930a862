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

namespace DemoExam.Features.Passports;

/// <summary>
/// The holder has another name by a document: it goes into the register, and every passport of theirs that is in force in the region
/// is replaced. The old numbers lead to “replaced”; a check never shows the former name.
/// </summary>
/// <param name="Id">One of the holder's passports.</param>
/// <param name="LatinName">Null to have the name transliterated.</param>
/// <param name="Basis">The document that shows the name; kept by the issuer.</param>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record RenameHolder(PassportId Id, string Surname, string GivenName, string? Patronymic, string? LatinName, string Basis) : ICommand<int>;

internal sealed class RenameHolderValidator : AbstractValidator<RenameHolder>
{
    public RenameHolderValidator()
    {
        RuleFor(r => r.Surname).NotEmpty().MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.GivenName).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.Patronymic).MaximumLength(PersonName.MaximumPartLength);
        RuleFor(r => r.LatinName).MaximumLength(200).Must(name => PersonNames.IsLatin(name)).WithMessage("Validation.LatinName");
        RuleFor(r => r.Basis).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class RenameHolderHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing) : IRequestHandler<RenameHolder, int>
{
    public async Task<int> Handle(RenameHolder request, CancellationToken ct)
    {
        var passport = NotFound.Unless(await db.Passports.AsNoTracking().InRegionOf(db, user).SingleOrDefaultAsync(p => p.Id == request.Id, ct), "passport", request.Id);
        var name = new PersonName(request.Surname.Trim(), (request.GivenName ?? "").Trim(), string.IsNullOrWhiteSpace(request.Patronymic) ? null : request.Patronymic.Trim());
        var ordered = await db.Rename(passport.CandidateId, name, request.LatinName, SupersedingCategory.NameChanged, request.Basis.Trim(), user, time.GetUtcNow(), ct);
        afterCommit.Do(issuing.Nudge);
        return ordered;
    }
}

/// <summary>A holder's new name reaches the register and the passports in one transaction.</summary>
internal static class Renaming
{
    /// <summary>Answers how many passports are being replaced.</summary>
    /// <exception cref="RuleViolation"><see cref="PassportRules.NameIsNew"/> when nothing would change.</exception>
    public static async Task<int> Rename(
        this DemoExamDb db, CandidateId id, PersonName name, string? latinName, SupersedingCategory category, string basis, CurrentUser user, DateTimeOffset now, CancellationToken ct)
    {
        var entries = await db.EntriesOf(id, ct);
        var candidates = await db.Candidates.Where(c => entries.Contains(c.Id)).ToListAsync(ct);
        var candidate = candidates.Single(c => c.Id == entries[0]);
        var latin = PersonNames.OrNull(latinName) ?? Transliteration.Propose(name);
        PassportRules.NameIsNew.Require(candidate.Name != name || candidate.LatinName != latin, ("name", name.Full));
        // Entries that were merged into this one are the same person.
        candidates.ForEach(c => c.Rename(name, latin));
        var old = await db.Replaceable().AsNoTracking().InRegionOf(db, user).Where(p => entries.Contains(p.CandidateId)).OrderBy(p => p.Number).ToListAsync(ct);
        await db.OrderReplacements(old, passport => new Superseding(passport, category, user.DisplayName ?? user.Id, basis), now, ct);
        return old.Count;
    }
}
