using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>Makes a draft usable for exams. From then on this version never changes.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record PublishPackage(PackageId PackageId) : ICommand<Unit>;

internal sealed class PublishPackageHandler(DemoExamDb db) : IRequestHandler<PublishPackage, Unit>
{
    public async Task<Unit> Handle(PublishPackage request, CancellationToken ct)
    {
        NotFound.Unless(await db.Packages.AsSplitQuery().SingleOrDefaultAsync(p => p.Id == request.PackageId, ct), "package", request.PackageId).Publish();
        return Unit.Value;
    }
}
