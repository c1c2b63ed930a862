using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>Lets no new exam use this version; exams that have it keep it.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record WithdrawPackage(PackageId PackageId) : ICommand<Unit>;

internal sealed class WithdrawPackageHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<WithdrawPackage, Unit>
{
    public async Task<Unit> Handle(WithdrawPackage request, CancellationToken ct)
    {
        await db.RequireUsedOnlyInRegionOf(user, request.PackageId, ct);
        NotFound.Unless(await db.Packages.AsSplitQuery().SingleOrDefaultAsync(p => p.Id == request.PackageId, ct), "package", request.PackageId).Withdraw();
        return Unit.Value;
    }
}
