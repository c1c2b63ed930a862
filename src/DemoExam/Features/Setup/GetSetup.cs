using DemoExam.Data;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Setup;

/// <summary>Steps of the first hour, in order.</summary>
public enum SetupStep
{
    Region = 1,
    Organisation = 2,
    Key = 3,
    Mail = 4,
    People = 5,
}

/// <summary>
/// How far the first hour has come. What is done is read off the registers, so the steps can be left, taken up again and done elsewhere.
/// </summary>
[Authorize(Policy = Policies.Administer)]
public sealed record GetSetup : IQuery<SetupState>;

/// <param name="Done">Steps that are done.</param>
/// <param name="Regions">Regions to choose from.</param>
/// <param name="Operators">Organisations of the kind that operates a region.</param>
/// <param name="Key">The signing key in use.</param>
/// <param name="MailFailure">What the mail server said to the last message of trial; null when it was not refused.</param>
/// <param name="Email">Where the administrator gets messages; null when that was not said yet.</param>
public sealed record SetupState(IReadOnlyList<SetupStep> Done, IReadOnlyList<Region> Regions, IReadOnlyList<Organisation> Operators, SetupKey Key, string? MailFailure, string? Email)
{
    /// <summary>The first step that is not done; null when all are.</summary>
    public SetupStep? Next => Enum.GetValues<SetupStep>().Cast<SetupStep?>().FirstOrDefault(step => !Done.Contains(step!.Value));
}

/// <param name="Subject">Whom the certificate names.</param>
/// <param name="ValidTo">Its last moment.</param>
/// <param name="Origin">Where it came from.</param>
public sealed record SetupKey(string Subject, DateTimeOffset ValidTo, KeyOrigin Origin);

/// <summary>Where the signing key came from.</summary>
public enum KeyOrigin
{
    /// <summary>This installation has made the key and the authority behind it by itself.</summary>
    Own = 1,

    /// <summary>An administrator has uploaded it.</summary>
    Uploaded = 2,

    /// <summary>The settings of the service name it.</summary>
    Foreign = 3,
}

internal sealed class GetSetupHandler(DemoExamDb db, CurrentUser user, SigningKeys keys, IConfiguration configuration) : IRequestHandler<GetSetup, SetupState>
{
    public async Task<SetupState> Handle(GetSetup request, CancellationToken ct)
    {
        var regions = await db.Regions.AsNoTracking().OrderBy(r => r.Code).ToListAsync(ct);
        var operators = await db.Organisations.AsNoTracking().Where(o => o.Kind == OrganisationKind.RegionalOperator).OrderBy(o => o.ShortName).ToListAsync(ct);
        var trial = await db.MailMessages.AsNoTracking().Where(m => m.Kind == MailKind.Test).OrderByDescending(m => m.CreatedAt).Select(m => new { m.Status, m.FailureDetail }).FirstOrDefaultAsync(ct);
        var me = user.RequireAccount();
        var email = await db.Users.Where(a => a.Id == me).Select(a => a.Email).SingleOrDefaultAsync(ct);
        var people = await db.UserRoles.AnyAsync(r => db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.RegionalOperator), ct);
        var certificate = keys.Current.Certificate;
        var key = new SetupKey(certificate.Subject, certificate.NotAfter.ToUniversalTime(),
            !SigningOptions.Of(configuration).HasOwnAuthority ? KeyOrigin.Foreign : keys.IsOwn(configuration) ? KeyOrigin.Own : KeyOrigin.Uploaded);
        List<SetupStep> done = [SetupStep.Key];
        Add(SetupStep.Region, regions.Count > 0);
        Add(SetupStep.Organisation, operators.Count > 0);
        Add(SetupStep.Mail, trial?.Status == MailStatus.Sent);
        Add(SetupStep.People, people);
        return new SetupState(done, regions, operators, key, trial?.Status == MailStatus.Failed ? trial.FailureDetail : null, email);

        void Add(SetupStep step, bool isDone)
        {
            if (isDone)
            {
                done.Add(step);
            }
        }
    }
}
