using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>Employers that asked to be let in, the newest first; those that wait come before all others.</summary>
/// <param name="Status">Only these.</param>
/// <param name="After"><c>next</c> of the page before.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ListEmployerApplications(EmployerApplicationStatus? Status = null, EmployerApplicationId? After = null) : IQuery<Slice<EmployerApplicationRow>>;

/// <param name="OrganisationId">The employer in the register, once admitted.</param>
/// <param name="Needs">Needs that stand.</param>
public sealed record EmployerApplicationRow(EmployerApplicationId Id, string RegionCode, string Name, string City, string Inn, DateTimeOffset AppliedAt, EmployerApplicationStatus Status, OrganisationId? OrganisationId, int Needs);

internal sealed class ListEmployerApplicationsValidator : AbstractValidator<ListEmployerApplications>
{
    public ListEmployerApplicationsValidator() => RuleFor(x => x.Status).IsInEnum();
}

internal sealed class ListEmployerApplicationsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListEmployerApplications, Slice<EmployerApplicationRow>>
{
    public async Task<Slice<EmployerApplicationRow>> Handle(ListEmployerApplications request, CancellationToken ct)
    {
        var applications = db.EmployerApplications.AsNoTracking().InRegionOf(user);
        if (request.Status is { } status)
        {
            applications = applications.Where(a => a.Status == status);
        }

        if (request.After is { } after && await db.EmployerApplications.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(a => a.Id == after, ct) is { } last)
        {
            applications = applications.Where(a => a.Status > last.Status || (a.Status == last.Status && (a.AppliedAt < last.AppliedAt || (a.AppliedAt == last.AppliedAt && a.Name.CompareTo(last.Name) < 0))));
        }

        var today = await db.Today(user, time, ct);
        var rows = await applications.OrderBy(a => a.Status).ThenByDescending(a => a.AppliedAt).ThenByDescending(a => a.Name).Take(SliceSize.Default + 1)
            .Select(a => new EmployerApplicationRow(a.Id, a.RegionCode, a.Name, a.City, a.Inn, a.AppliedAt, a.Status, a.OrganisationId,
                db.EmployerNeeds.Count(n => n.EmployerId == a.OrganisationId && n.ClosedAt == null && n.Until >= today))).ToListAsync(ct);
        return Slice.Of(rows, SliceSize.Default, r => r.Id.ToString());
    }
}
