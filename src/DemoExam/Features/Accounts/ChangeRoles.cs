using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Gives an account these roles and no others. The person has to sign in again.</summary>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record ChangeRoles(IReadOnlyList<RoleName> Roles) : ICommand<Unit>
{
    [JsonIgnore]
    public Guid AccountId { get; init; }
}

internal sealed class ChangeRolesValidator : AbstractValidator<ChangeRoles>
{
    public ChangeRolesValidator()
    {
        RuleFor(r => r.Roles).NotEmpty().WithMessage("Validation.OneRole");
        RuleForEach(r => r.Roles).IsInEnum();
    }
}

internal sealed class ChangeRolesHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, AccountNotices notices) : IRequestHandler<ChangeRoles, Unit>
{
    public async Task<Unit> Handle(ChangeRoles request, CancellationToken ct)
    {
        string[] roles = [.. request.Roles.Distinct().Select(r => r.ToString())];
        var account = NotFound.Unless(await db.AccountsManagedBy(user).SingleOrDefaultAsync(a => a.Id == request.AccountId, ct), "account", request.AccountId);
        user.RequireGrantable(roles);

        var refusals = new Refusals();
        refusals.Require(AccountRules.NotOwnAccount, account.Id.ToString() != user.Id, null);
        foreach (var role in request.Roles)
        {
            var isNamed = AccountBoundary.IsExpertRole(role.ToString()) ? account.ExpertId is not null : role != RoleName.Candidate || account.CandidateId is not null;
            refusals.Require(AccountRules.PersonIsNamed, isNamed, nameof(request.Roles), ("role", role));
        }

        var isEmployer = await db.UserRoles.AnyAsync(r => r.UserId == account.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Security.Roles.Employer), ct);
        refusals.Require(AccountRules.EmployerIsAdmitted, isEmployer ? roles is [Security.Roles.Employer] : !roles.Contains(Security.Roles.Employer), nameof(request.Roles), ("role", RoleName.Employer));
        refusals.Require(AccountRules.RegionIsNamed, account.RegionCode is not null || roles is [Security.Roles.Administrator], nameof(request.Roles));
        refusals.ThrowIfAny();
        await accounts.SetRoles(account, roles, ct);
        notices.Tell(account, AccountChange.RolesChanged);
        return Unit.Value;
    }
}
