using DemoExam.Data;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>How often the schedule of exams goes to my address.</summary>
/// <param name="Rhythm">Null for never.</param>
[Authorize(Policy = Policies.SeeExams)]
public sealed record ChangeMyScheduleMail(ScheduleRhythm? Rhythm) : ICommand<ScheduleRhythm?>;

internal sealed class ChangeMyScheduleMailValidator : AbstractValidator<ChangeMyScheduleMail>
{
    public ChangeMyScheduleMailValidator() => RuleFor(x => x.Rhythm).IsInEnum();
}

internal sealed class ChangeMyScheduleMailHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeMyScheduleMail, ScheduleRhythm?>
{
    public async Task<ScheduleRhythm?> Handle(ChangeMyScheduleMail request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        MailRules.ReceiverHasAddress.Require(request.Rhythm is null || account.Email is not null);
        return account.ScheduleMail = request.Rhythm;
    }
}
