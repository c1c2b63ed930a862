using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>One application with what an operator needs to decide it.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record GetEmployerApplication(EmployerApplicationId ApplicationId) : IQuery<EmployerApplicationCard>;

/// <param name="Known">The organisation of the register with this tax number, if there is one.</param>
/// <param name="Accounts">Accounts of the admitted employer.</param>
public sealed record EmployerApplicationCard(
    EmployerApplicationId Id, string RegionCode, string Name, string City, string Inn, Contacts Contacts, DateTimeOffset AppliedAt, EmployerApplicationStatus Status,
    DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason, KnownEmployer? Known, IReadOnlyList<EmployerAccount> Accounts);

public sealed record KnownEmployer(OrganisationId Id, string Name, string NameEn);

public sealed record EmployerAccount(Guid Id, string UserName, string DisplayName);

internal sealed class GetEmployerApplicationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetEmployerApplication, EmployerApplicationCard>
{
    public async Task<EmployerApplicationCard> Handle(GetEmployerApplication request, CancellationToken ct)
    {
        var a = NotFound.Unless(await db.EmployerApplications.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(x => x.Id == request.ApplicationId, ct), "application", request.ApplicationId);
        var known = await db.Organisations.AsNoTracking().Where(o => a.OrganisationId != null ? o.Id == a.OrganisationId : o.RegionCode == a.RegionCode && o.Inn == a.Inn)
            .OrderBy(o => o.NameNorm).Select(o => new KnownEmployer(o.Id, o.Name, o.NameEn)).FirstOrDefaultAsync(ct);
        var accounts = a.OrganisationId is null ? [] : await db.Users.AsNoTracking()
            .Where(u => u.OrganisationId == a.OrganisationId && db.UserRoles.Any(r => r.UserId == u.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Employer)))
            .OrderBy(u => u.UserName).Select(u => new EmployerAccount(u.Id, u.UserName!, u.DisplayName)).ToListAsync(ct);
        return new EmployerApplicationCard(a.Id, a.RegionCode, a.Name, a.City, a.Inn, a.Contacts, a.AppliedAt, a.Status, a.DecidedAt, a.DecidedBy, a.Reason, known, accounts);
    }
}
