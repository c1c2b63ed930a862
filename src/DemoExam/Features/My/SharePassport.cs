using System.Security.Cryptography;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Passports;
using DemoExam.Features.Candidates;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>Makes an address for one reader that shows what the holder ticks, until a day that the holder chooses.</summary>
/// <param name="Id">The passport.</param>
/// <param name="Contents">What is shown.</param>
/// <param name="Until">Last day, by the time of Moscow.</param>
/// <param name="Note">For whom; only the holder sees it.</param>
/// <param name="EmployerId">An admitted employer of the own region, which then finds it among the passports it received; without it the holder hands the address over.</param>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record SharePassport(PassportId Id, ShareContents Contents, DateOnly Until, string? Note = null, OrganisationId? EmployerId = null) : ICommand<Uri>;

internal sealed class SharePassportValidator : AbstractValidator<SharePassport>
{
    private const int LongestNote = 200, MostLines = 200;

    public SharePassportValidator()
    {
        RuleFor(r => r.Contents).NotNull();
        RuleFor(r => r.Contents.Modules.Count).LessThanOrEqualTo(MostLines);
        RuleFor(r => r.Contents.Sections.Count).LessThanOrEqualTo(MostLines);
        RuleFor(r => r.Until).NotEmpty();
        RuleFor(r => r.Note).MaximumLength(LongestNote);
    }
}

internal sealed class SharePassportHandler(DemoExamDb db, CurrentUser user, PublicAddress address, Verifier verifier, IssuerIdentity issuer, SigningKeys keys, TimeProvider time)
    : IRequestHandler<SharePassport, Uri>
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    public async Task<Uri> Handle(SharePassport request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var row = NotFound.Unless(await db.Passports.AsNoTracking().Where(p => p.Id == request.Id && mine.Contains(p.CandidateId))
            .Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => new { Passport = p, d.Pdf }).SingleOrDefaultAsync(ct), "passport", request.Id);
        var passport = row.Passport;
        if (request.EmployerId is { } employer)
        {
            var refusals = new Refusals();
            refusals.Require(EmployerRules.EmployerIsAdmitted, await db.AdmittedEmployers(user).AnyAsync(o => o.Id == employer, ct), nameof(request.EmployerId));
            refusals.ThrowIfAny();
        }

        var end = request.Until.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        var link = new ShareLink(
            ShareLinkId.New(), passport.Id, PublicToken.From(RandomNumberGenerator.GetBytes(16)), request.Contents, request.Note?.Trim() ?? "", ConsentText.Version,
            new DateTimeOffset(end, Moscow.GetUtcOffset(end)), time.GetUtcNow(), request.EmployerId);
        db.ShareLinks.Add(link);
        // The signed values, not the registers: what is shown is what the document says.
        var content = verifier.CheckFile(row.Pdf).Values ?? throw new InvalidOperationException($"The stored document of passport {passport.Number} is not genuine.");
        keys.RequireInForce(link.CreatedAt);
        var values = SharedValues.Of(content, passport.Facts);
        var frame = new SelectionFrame(address.With("/vct/skills-passport/1"), link.CreatedAt, link.Until, issuer.StatusEntry(new StatusPlace(passport.StatusList, passport.StatusIndex)));
        link.Present(await SdJwt.Sign(issuer.Signer, frame, values, SharedValues.Shown(request.Contents), ct));
        return address.With($"/s/{link.Token}");
    }
}

internal static class AdmittedEmployersQuery
{
    /// <summary>Employers that the holder's region has let in and that somebody can sign in for.</summary>
    public static IQueryable<Organisation> AdmittedEmployers(this DemoExamDb db, CurrentUser user) =>
        db.Organisations.AsNoTracking().InRegionOf(user).Where(o => db.Users.Any(a => a.OrganisationId == o.Id && !a.IsDisabled
            && db.UserRoles.Any(r => r.UserId == a.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Employer))));
}
