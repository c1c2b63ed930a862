using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>
/// The holder decides what a stranger with the passport's address sees. Showing all of it needs a consent, which is kept with the
/// version of its text, and withdrawn with the next choice.
/// </summary>
/// <param name="Id">The passport.</param>
/// <param name="Visibility">What is shown.</param>
/// <param name="Agreed">The holder has agreed to the text of the consent; needed for <see cref="PassportVisibility.Open"/>.</param>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record ChangeVisibility(PassportId Id, PassportVisibility Visibility, bool Agreed) : ICommand<PassportVisibility>;

internal sealed class ChangeVisibilityValidator : AbstractValidator<ChangeVisibility>
{
    public ChangeVisibilityValidator()
    {
        RuleFor(r => r.Visibility).IsInEnum();
        RuleFor(r => r.Agreed).Equal(true).When(r => r.Visibility == PassportVisibility.Open).WithMessage("Validation.ConsentMissing");
    }
}

/// <summary>The text that holders agree to, <c>My.Consent.Text</c>. Raise the version with every change of its meaning.</summary>
internal static class ConsentText
{
    public const int Version = 1;
}

internal sealed class ChangeVisibilityHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ChangeVisibility, PassportVisibility>
{
    public async Task<PassportVisibility> Handle(ChangeVisibility request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var passport = NotFound.Unless(await db.Passports.SingleOrDefaultAsync(p => p.Id == request.Id && mine.Contains(p.CandidateId), ct), "passport", request.Id);
        var now = time.GetUtcNow();
        foreach (var consent in await db.PassportConsents.Where(c => c.PassportId == request.Id && c.WithdrawnAt == null).ToListAsync(ct))
        {
            consent.Withdraw(now);
        }

        if (request.Visibility == PassportVisibility.Open)
        {
            db.PassportConsents.Add(new PassportConsent(PassportConsentId.New(), passport.Id, passport.CandidateId, ConsentText.Version, now));
        }

        passport.Show(request.Visibility);
        return passport.Visibility;
    }
}
