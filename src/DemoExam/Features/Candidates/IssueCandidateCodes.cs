using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Features.Accounts;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>One candidate, or the study group of an organisation.</summary>
public sealed record CodeRecipients(CandidateId? CandidateId = null, OrganisationId? OrganisationId = null, string? StudyGroup = null);

/// <summary>For whom codes would be made and whether they can sign in already.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record GetCodeRecipients(CodeRecipients Recipients) : IQuery<IReadOnlyList<CodeRecipient>>;

/// <param name="State">Null when there is no account yet.</param>
public sealed record CodeRecipient(CandidateId Id, PersonName Name, string? StudyGroup, string? UserName, AccountState? State);

internal sealed class GetCodeRecipientsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetCodeRecipients, IReadOnlyList<CodeRecipient>>
{
    public async Task<IReadOnlyList<CodeRecipient>> Handle(GetCodeRecipients request, CancellationToken ct)
    {
        var candidates = await db.Recipients(request.Recipients, user).AsNoTracking().Select(c => new
        {
            c.Id,
            c.Name,
            c.StudyGroup,
            Account = db.Users.Where(a => a.CandidateId == c.Id).Select(a => new { a.UserName, a.IsDisabled, HasPassword = a.PasswordHash != null }).FirstOrDefault(),
        }).ToListAsync(ct);
        return candidates.Count > 0 || request.Recipients.CandidateId is null
            ? [.. candidates.Select(c => new CodeRecipient(c.Id, c.Name, c.StudyGroup, c.Account?.UserName,
                c.Account is { } account ? AccountBoundary.StateOf(account.IsDisabled, account.HasPassword) : null))]
            : throw new NotFound("candidate", request.Recipients.CandidateId);
    }
}

/// <summary>
/// Makes accounts for candidates who have none and a new one-time code for each who has set no password; so a sheet can be printed
/// again. Whoever signs in already keeps the password, unless the code is for that candidate alone.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record IssueCandidateCodes(CodeRecipients Recipients) : ICommand<IReadOnlyList<CandidateCode>>;

/// <summary>What one candidate is handed.</summary>
public sealed record CandidateCode(PersonName Name, string? StudyGroup, AccountCode Account);

internal sealed class IssueCandidateCodesValidator : AbstractValidator<IssueCandidateCodes>
{
    public IssueCandidateCodesValidator() =>
        RuleFor(r => r.Recipients).NotNull().Must(r => r is null || (r.CandidateId is null) != (r.OrganisationId is null)).WithMessage("Validation.OneRecipient");
}

internal sealed class IssueCandidateCodesHandler(DemoExamDb db, CurrentUser user, AccountBook accounts) : IRequestHandler<IssueCandidateCodes, IReadOnlyList<CandidateCode>>
{
    public async Task<IReadOnlyList<CandidateCode>> Handle(IssueCandidateCodes request, CancellationToken ct)
    {
        var candidates = await db.Recipients(request.Recipients, user).AsNoTracking().ToListAsync(ct);
        if (candidates.Count == 0 && request.Recipients.CandidateId is { } missing)
        {
            throw new NotFound("candidate", missing);
        }

        var ids = candidates.Select(c => (CandidateId?)c.Id).ToList();
        var existing = (await db.Users.Where(a => ids.Contains(a.CandidateId)).ToListAsync(ct)).ToLookup(a => a.CandidateId!.Value);
        var (codes, taken) = (new List<CandidateCode>(), new HashSet<string>());
        foreach (var candidate in candidates)
        {
            var account = existing[candidate.Id].FirstOrDefault();
            if (account is { IsDisabled: true } || (account?.PasswordHash is not null && request.Recipients.CandidateId is null))
            {
                continue;
            }

            account ??= await Open(candidate, taken, ct);
            codes.Add(new CandidateCode(candidate.Name, candidate.StudyGroup, new AccountCode(account.Id, account.UserName!, await accounts.IssueLink(account, ct))));
        }

        return codes;
    }

    private async Task<Account> Open(Candidate candidate, HashSet<string> taken, CancellationToken ct)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = await accounts.FreeName(SignInNames.Propose(candidate.Name), taken, ct),
            DisplayName = candidate.Name.Full,
            Email = candidate.Email,
            RegionCode = candidate.RegionCode,
            CandidateId = candidate.Id,
        };
        await accounts.Open(account, [Roles.Candidate], ct);
        return account;
    }
}

internal static class CodeRecipientsQuery
{
    /// <summary>Largest number of codes made at once.</summary>
    public const int Most = 500;

    public static IQueryable<Candidate> Recipients(this DemoExamDb db, CodeRecipients recipients, CurrentUser user)
    {
        var candidates = db.Candidates.VisibleTo(user, db).Where(c => c.MergedInto == null);
        candidates = recipients.CandidateId is { } one
            ? candidates.Where(c => c.Id == one)
            : candidates.Where(c => c.OrganisationId == recipients.OrganisationId);
        if (recipients.CandidateId is null && recipients.StudyGroup?.Trim() is { Length: > 0 } group)
        {
            candidates = candidates.Where(c => c.StudyGroup == group);
        }

        return candidates.OrderBy(c => c.StudyGroup).ThenBy(c => c.NameNorm).ThenBy(c => c.Id).Take(Most);
    }
}
