using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Privacy;

/// <summary>
/// Erases the personal data of a candidate on demand (152-ФЗ, art. 21). What a law asks to keep stays and is named: results, protocols
/// and signed passports are records of the attestation, and a signature can't hold without what it signs.
/// </summary>
/// <param name="CandidateId">Whose.</param>
/// <param name="Basis">The application or order, with date and number.</param>
/// <param name="Surname">The surname once more, typed.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ErasePerson([property: System.Text.Json.Serialization.JsonIgnore] CandidateId CandidateId, string Basis, string Surname) : ICommand<Erased>;

/// <param name="What">Keys of what went.</param>
/// <param name="Kept">Keys of what stayed, each with its law in the texts.</param>
public sealed record Erased(IReadOnlyList<string> What, IReadOnlyList<string> Kept);

/// <summary>The rule book of personal data.</summary>
public static class PrivacyRules
{
    public static readonly Rule SurnameIsTyped = new("privacy.surname-differs", "The typed surname is not the candidate's.");
    public static readonly Rule NoExamAhead = new("privacy.exam-ahead", "The candidate sits an exam that is not over. Take them out of it first.");
    public static readonly Rule NotErased = new("privacy.erased", "The data of this candidate were erased before.");
}

internal sealed class ErasePersonValidator : AbstractValidator<ErasePerson>
{
    public ErasePersonValidator()
    {
        RuleFor(r => r.Basis).NotEmpty().MaximumLength(300);
        RuleFor(r => r.Surname).NotEmpty();
    }
}

internal sealed class ErasePersonHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ErasePerson, Erased>
{
    public async Task<Erased> Handle(ErasePerson request, CancellationToken ct)
    {
        var entries = await db.EntriesOf(request.CandidateId, ct);
        _ = NotFound.Unless(await db.Candidates.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == entries[0], ct), "candidate", request.CandidateId);
        var people = await db.Candidates.Where(c => entries.Contains(c.Id)).ToListAsync(ct);
        var first = people.Single(p => p.Id == entries[0]);
        var refusals = new Refusals();
        refusals.Require(PrivacyRules.SurnameIsTyped, TextNorm.Of(request.Surname) == TextNorm.Of(first.Name.Surname), nameof(request.Surname));
        refusals.ThrowIfAny();
        PrivacyRules.NotErased.Require(first.ErasedAt is null);
        var exams = await db.Exams.AsNoTracking().Where(e => e.Enrolments.Any(x => entries.Contains(x.CandidateId))).Select(e => new { e.Number, e.Status, e.LockedAt }).ToListAsync(ct);
        var ahead = exams.Find(e => e.LockedAt is null && e.Status != ExamStatus.Cancelled);
        PrivacyRules.NoExamAhead.Require(ahead is null, ("exam", ahead?.Number));

        var now = time.GetUtcNow();
        var attested = await db.Results.AnyAsync(r => entries.Contains(r.CandidateId), ct) || exams.Count > 0;
        var addresses = people.Where(p => p.Email is not null).Select(p => p.Email!).ToList();
        foreach (var person in people)
        {
            person.Erase(keepsIdentity: attested, now);
        }

        var ids = entries.Select(e => e.Value).ToList();
        foreach (var change in await db.RegisterChanges.Where(c => c.Kind == RegisterKind.Candidate && ids.Contains(c.SubjectId)).ToListAsync(ct))
        {
            change.Blank();
        }

        db.Accommodations.RemoveRange(await db.Accommodations.Where(a => entries.Contains(a.CandidateId)).ToListAsync(ct));
        db.CorrectionRequests.RemoveRange(await db.CorrectionRequests.Where(c => entries.Contains(c.CandidateId)).ToListAsync(ct));
        foreach (var consent in await db.PassportConsents.Where(c => entries.Contains(c.CandidateId)).ToListAsync(ct))
        {
            consent.Withdraw(now);
        }

        var passports = await db.Passports.Where(p => entries.Contains(p.CandidateId)).ToListAsync(ct);
        var passportIds = passports.ConvertAll(p => p.Id);
        passports.ForEach(p => p.Show(PassportVisibility.Closed));
        db.ShareLinks.RemoveRange(await db.ShareLinks.Where(l => passportIds.Contains(l.PassportId)).ToListAsync(ct));
        await CloseAccounts(entries, addresses, ct);

        List<string> what = ["contacts", "conditions", "links", "account", "mail", "history"];
        List<string> kept = ["log"];
        if (attested)
        {
            kept.InsertRange(0, passports.Count > 0 ? ["results", "passports"] : ["results"]);
        }
        else
        {
            what.Insert(0, "identity");
        }

        db.Erasures.Add(new Erasure(Guid.CreateVersion7(now), entries[0], request.Basis.Trim(), what, kept, user.Id, user.DisplayName ?? user.UserName ?? user.Id, now));
        return new Erased(what, kept);
    }

    private async Task CloseAccounts(IReadOnlyList<CandidateId> entries, List<string> addresses, CancellationToken ct)
    {
        foreach (var account in await db.Users.Where(a => a.CandidateId != null && entries.Contains(a.CandidateId.Value)).ToListAsync(ct))
        {
            var name = $"erased-{account.Id:N}";
            if (account.Email is { } address)
            {
                addresses.Add(address);
            }

            (account.UserName, account.NormalizedUserName, account.DisplayName, account.Email, account.NormalizedEmail, account.PhoneNumber) = (name, name.ToUpperInvariant(), Candidate.ErasedName.Full, null, null, null);
            (account.PasswordHash, account.IsDisabled, account.TwoFactorEnabled) = (null, true, false);
            account.EndSessions();
            db.Sessions.RemoveRange(await db.Sessions.Where(s => s.AccountId == account.Id).ToListAsync(ct));
            db.SecondFactors.RemoveRange(await db.SecondFactors.Where(f => f.AccountId == account.Id).ToListAsync(ct));
            db.UserPasskeys.RemoveRange(await db.UserPasskeys.Where(k => k.UserId == account.Id).ToListAsync(ct));
            db.OneTimeLinks.RemoveRange(await db.OneTimeLinks.Where(l => l.AccountId == account.Id).ToListAsync(ct));
        }

        db.MailMessages.RemoveRange(await db.MailMessages.Where(m => addresses.Contains(m.Address)).ToListAsync(ct));
    }
}

/// <summary>Answers when the candidate is the user's to decide about; otherwise there is no such person.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record VerifyPerson(CandidateId CandidateId) : IQuery<Unit>;

internal sealed class VerifyPersonHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<VerifyPerson, Unit>
{
    public async Task<Unit> Handle(VerifyPerson request, CancellationToken ct)
    {
        _ = NotFound.Unless(await db.Candidates.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == request.CandidateId, ct), "candidate", request.CandidateId);
        return Unit.Value;
    }
}
