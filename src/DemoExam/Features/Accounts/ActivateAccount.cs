using DemoExam.Data;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Sets the password of an account by the code that its person was handed; answers the name to sign in by.</summary>
[AllowAnonymous]
public sealed record ActivateAccount(string Code, string Password, string? PasswordAgain = null) : ICommand<string>;

internal sealed class ActivateAccountValidator : AbstractValidator<ActivateAccount>
{
    public ActivateAccountValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(100);
        RuleFor(r => r.Password).IsGoodPassword(_ => null);
        RuleFor(r => r.PasswordAgain).Equal(r => r.Password).When(r => r.PasswordAgain is not null).WithMessage("Validation.PasswordAgain");
    }
}

internal sealed class ActivateAccountHandler(DemoExamDb db, AccountBook accounts, AccountNotices notices, TimeProvider time) : IRequestHandler<ActivateAccount, string>
{
    public async Task<string> Handle(ActivateAccount request, CancellationToken ct)
    {
        var hash = OneTimeCode.HashOf(request.Code);
        var link = await db.OneTimeLinks.SingleOrDefaultAsync(l => l.CodeHash == hash && l.AccountId != null, ct);
        AccountRules.LinkIsValid.Require(link?.IsValid(time.GetUtcNow()) == true);
        var account = await db.Users.SingleAsync(a => a.Id == link!.AccountId, ct);
        AccountRules.LinkIsValid.Require(!account.IsDisabled);
        accounts.SetPassword(account, request.Password);
        notices.Tell(account, AccountChange.PasswordSetByCode);
        db.OneTimeLinks.Remove(link!);
        return account.UserName!;
    }
}

/// <summary>Whose account a code opens; null when it opens none.</summary>
[AllowAnonymous]
public sealed record GetActivation(string? Code) : IQuery<Activation?>;

public sealed record Activation(string UserName, string DisplayName);

internal sealed class GetActivationHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<GetActivation, Activation?>
{
    public async Task<Activation?> Handle(GetActivation request, CancellationToken ct)
    {
        var (hash, now) = (OneTimeCode.HashOf(request.Code), time.GetUtcNow());
        return await db.OneTimeLinks.AsNoTracking()
            .Where(l => l.CodeHash == hash && (l.ValidTo == null || l.ValidTo >= now))
            .Join(db.Users.Where(a => !a.IsDisabled), l => l.AccountId, a => a.Id, (l, a) => new Activation(a.UserName!, a.DisplayName))
            .SingleOrDefaultAsync(ct);
    }
}
