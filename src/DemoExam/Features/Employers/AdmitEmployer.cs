using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Accounts;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>
/// Lets an employer in: it is the organisation of the register that has its tax number, or is added to the register, and the person who
/// asked gets an account, whose one-time code the operator hands over.
/// </summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record AdmitEmployer(EmployerApplicationId ApplicationId) : ICommand<AccountCode>;

internal sealed class AdmitEmployerHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, TimeProvider time) : IRequestHandler<AdmitEmployer, AccountCode>
{
    // Of an organisation's names; they stand in lists.
    private const int LongestShortName = 80;

    public async Task<AccountCode> Handle(AdmitEmployer request, CancellationToken ct)
    {
        var application = NotFound.Unless(await db.EmployerApplications.InRegionOf(user).SingleOrDefaultAsync(a => a.Id == request.ApplicationId, ct), "application", request.ApplicationId);
        var employer = await EmployerOf(application, ct);
        application.Admit(employer, user.DisplayName ?? user.Id, time.GetUtcNow());
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = await accounts.FreeName(application.Contacts.Email!, [], ct),
            DisplayName = application.Contacts.Person!,
            Email = application.Contacts.Email,
            RegionCode = application.RegionCode,
            OrganisationId = employer,
        };
        await accounts.Open(account, [Roles.Employer], ct);
        return new AccountCode(account.Id, account.UserName, await accounts.IssueLink(account, ct));
    }

    private async Task<OrganisationId> EmployerOf(EmployerApplication application, CancellationToken ct)
    {
        if (await db.Organisations.Where(o => o.RegionCode == application.RegionCode && o.Inn == application.Inn).OrderBy(o => o.NameNorm).Select(o => (OrganisationId?)o.Id).FirstOrDefaultAsync(ct) is { } known)
        {
            return known;
        }

        var shortName = application.Name.Length <= LongestShortName ? application.Name : application.Name[..(LongestShortName - 1)] + "…";
        var employer = new Organisation(OrganisationId.New(), OrganisationKind.Employer, application.Name, shortName, application.Name, application.RegionCode, application.City);
        EmployerRules.NameIsNotOtherInn.Require(!await db.Organisations.AnyAsync(o => o.RegionCode == application.RegionCode && o.NameNorm == employer.NameNorm, ct), ("name", application.Name));
        // Whom to ask is the account's matter; the register keeps the office's own contacts.
        employer.Change(application.Name, shortName, application.Name, application.City, null, application.Inn, null, null, Contacts.None);
        db.Organisations.Add(employer);
        return employer.Id;
    }
}
