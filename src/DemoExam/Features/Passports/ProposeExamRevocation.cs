using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Proposes to withdraw every passport of an exam that is in force, for one reason. Another person confirms all of them by
/// <see cref="ConfirmExamRevocation"/>. Answers how many.
/// </summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ProposeExamRevocation(ExamId ExamId, RevocationCategory Category, string Reason) : ICommand<int>;

internal sealed class ProposeExamRevocationValidator : AbstractValidator<ProposeExamRevocation>
{
    public ProposeExamRevocationValidator()
    {
        RuleFor(r => r.Category).IsInEnum();
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class ProposeExamRevocationHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ProposeExamRevocation, int>
{
    public async Task<int> Handle(ProposeExamRevocation request, CancellationToken ct)
    {
        await db.RequireExamOfPassports(request.ExamId, user, ct);
        // One that is issued after this would stay in force.
        PassportRules.NothingIsBeingIssued.Require(!await db.PassportOrders.AnyAsync(
            o => o.ExamId == request.ExamId && (o.Status == PassportOrderStatus.Open || o.Status == PassportOrderStatus.Leased), ct));
        var passports = await db.Passports.InRegionOf(db, user)
            .Where(p => p.ExamId == request.ExamId && (p.Status == PassportStatus.Issued || p.Status == PassportStatus.Suspended) && p.ProposedAt == null).ToListAsync(ct);
        PassportRules.SomethingIsInForce.Require(passports.Count > 0);
        var now = time.GetUtcNow();
        passports.ForEach(p => p.ProposeRevocation(request.Category, request.Reason.Trim(), user.RequireAccount(), user.DisplayName ?? user.Id, now));
        return passports.Count;
    }
}
