using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>Refuses an application of an employer. It may ask again.</summary>
/// <param name="Reason">Told to the employer by whoever refuses; kept with the application.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RefuseEmployer(EmployerApplicationId ApplicationId, string Reason) : ICommand<Unit>;

internal sealed class RefuseEmployerValidator : AbstractValidator<RefuseEmployer>
{
    public RefuseEmployerValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(400);
}

internal sealed class RefuseEmployerHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<RefuseEmployer, Unit>
{
    public async Task<Unit> Handle(RefuseEmployer request, CancellationToken ct)
    {
        var application = NotFound.Unless(await db.EmployerApplications.InRegionOf(user).SingleOrDefaultAsync(a => a.Id == request.ApplicationId, ct), "application", request.ApplicationId);
        application.Refuse(request.Reason.Trim(), user.DisplayName ?? user.Id, time.GetUtcNow());
        return Unit.Value;
    }
}
