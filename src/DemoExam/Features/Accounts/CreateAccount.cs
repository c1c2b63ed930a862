using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Makes an account for a person, who sets the password by the one-time code of the answer.</summary>
/// <param name="UserName">Name to sign in by; need not be an e-mail address.</param>
/// <param name="RegionCode">Where the account works; an operator's own region when empty. Only an administrator has none.</param>
/// <param name="OrganisationId">Organisation of an organiser.</param>
/// <param name="ExpertId">The expert, for roles of experts.</param>
/// <param name="CandidateId">The candidate, for the role of a candidate.</param>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record CreateAccount(
    string UserName, string DisplayName, string? Email, IReadOnlyList<RoleName> Roles, string? RegionCode = null, OrganisationId? OrganisationId = null,
    ExpertId? ExpertId = null, CandidateId? CandidateId = null)
    : ICommand<AccountCode>
{
    [JsonIgnore]
    public Guid Id { get; init; }
}

/// <summary>What the person is handed. The code is told only here: the service keeps its hash.</summary>
public sealed record AccountCode(Guid AccountId, string UserName, string Code)
{
    /// <summary>Where the code is used, on the service's own address.</summary>
    public string Path => $"/activate?code={Code}";
}

internal sealed class CreateAccountValidator : AbstractValidator<CreateAccount>
{
    public CreateAccountValidator()
    {
        RuleFor(r => r.UserName).IsUserName();
        RuleFor(r => r.DisplayName).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Email).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.Email));
        RuleFor(r => r.Roles).NotEmpty().WithMessage("Validation.OneRole");
        RuleForEach(r => r.Roles).IsInEnum();
    }
}

internal sealed class CreateAccountHandler(DemoExamDb db, CurrentUser user, AccountBook accounts) : IRequestHandler<CreateAccount, AccountCode>
{
    public async Task<AccountCode> Handle(CreateAccount request, CancellationToken ct)
    {
        string[] roles = [.. request.Roles.Distinct().Select(r => r.ToString())];
        user.RequireGrantable(roles);
        AccountRules.EmployerIsAdmitted.Require(!roles.Contains(Security.Roles.Employer), ("role", RoleName.Employer));
        var account = new Account
        {
            Id = request.Id,
            UserName = request.UserName.Trim(),
            DisplayName = request.DisplayName.Trim(),
            Email = PersonNames.OrNull(request.Email),
            RegionCode = user.RegionCode ?? PersonNames.OrNull(request.RegionCode),
        };
        await TieToPerson(account, request, roles, ct);

        var refusals = new Refusals();
        refusals.Require(AccountRules.RegionIsNamed, account.RegionCode is not null || roles is [Security.Roles.Administrator], nameof(request.RegionCode));
        refusals.ThrowIfAny();
        await accounts.Open(account, roles, ct);
        return new AccountCode(account.Id, account.UserName, await accounts.IssueLink(account, ct));
    }

    private async Task TieToPerson(Account account, CreateAccount request, string[] roles, CancellationToken ct)
    {
        var refusals = new Refusals();
        if (Array.Find(roles, AccountBoundary.IsExpertRole) is { } role)
        {
            refusals.Require(AccountRules.PersonIsNamed, request.ExpertId is not null, nameof(request.ExpertId), ("role", Enum.Parse<RoleName>(role)));
        }

        if (roles.Contains(Security.Roles.Candidate))
        {
            refusals.Require(AccountRules.PersonIsNamed, request.CandidateId is not null, nameof(request.CandidateId), ("role", RoleName.Candidate));
        }

        refusals.ThrowIfAny();
        if (request.ExpertId is { } expertId)
        {
            account.RegionCode = NotFound.Unless(await db.Experts.InRegionOf(user).Where(e => e.Id == expertId && e.MergedInto == null).Select(e => e.RegionCode).SingleOrDefaultAsync(ct), "expert", expertId);
            RequireFree(await db.Users.Where(a => a.ExpertId == expertId).Select(a => a.UserName).FirstOrDefaultAsync(ct));
            account.ExpertId = expertId;
        }

        if (request.CandidateId is { } candidateId)
        {
            account.RegionCode = NotFound.Unless(await db.Candidates.InRegionOf(user).Where(c => c.Id == candidateId).Select(c => c.RegionCode).SingleOrDefaultAsync(ct), "candidate", candidateId);
            RequireFree(await db.Users.Where(a => a.CandidateId == candidateId).Select(a => a.UserName).FirstOrDefaultAsync(ct));
            account.CandidateId = candidateId;
        }

        if (request.OrganisationId is { } organisationId)
        {
            account.RegionCode ??= await db.Organisations.InRegionOf(user).Where(o => o.Id == organisationId).Select(o => o.RegionCode).SingleOrDefaultAsync(ct);
            _ = NotFound.Unless(await db.Organisations.InRegionOf(user).SingleOrDefaultAsync(o => o.Id == organisationId && o.RegionCode == account.RegionCode, ct), "organisation", organisationId);
            account.OrganisationId = organisationId;
        }

        static void RequireFree(string? other) => AccountRules.PersonHasNoAccount.Require(other is null, ("name", other));
    }
}
