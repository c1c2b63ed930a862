using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>In which language messages are written to me.</summary>
/// <param name="Language"><c>ru</c> or <c>en</c>.</param>
[Authorize(Policy = Policies.SignedIn)]
public sealed record ChangeMyLanguage(string Language) : ICommand<string>;

internal sealed class ChangeMyLanguageValidator : AbstractValidator<ChangeMyLanguage>
{
    public ChangeMyLanguageValidator() => RuleFor(x => x.Language).Must(language => language is "ru" or "en").WithMessage("Validation.Unreadable");
}

internal sealed class ChangeMyLanguageHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeMyLanguage, string>
{
    public async Task<string> Handle(ChangeMyLanguage request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        return account.Language = request.Language;
    }
}
