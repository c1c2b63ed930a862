using DemoExam.Credentials;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using PassportStatus = DemoExam.Domain.Passports.PassportStatus;

namespace DemoExam.Features.My;

/// <summary>The holder's own passport: what others see of it, and to whom it was shared.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record GetMyPassport(PassportId Id) : IQuery<MyPassportDetails>;

/// <summary>A passport as its holder manages it.</summary>
/// <param name="ConsentedAt">When the holder agreed to show it in full; null without a consent in force.</param>
/// <param name="IsQualified">A qualified signature lies beside it.</param>
/// <param name="Modules">Modules that a link can show, with names as signed.</param>
/// <param name="Sections">Standard sections that a link can show.</param>
/// <param name="Links">The newest first.</param>
/// <param name="Consents">All consents, the newest first.</param>
/// <param name="Corrections">Requests to correct it, the newest first.</param>
/// <param name="Employers">Employers of the region with which it can be shared.</param>
public sealed record MyPassportDetails(
    PassportId Id, string Number, string Token, PassportStatus Status, PassportVisibility Visibility, DateTimeOffset? ConsentedAt,
    IReadOnlyList<SharedLine> Modules, IReadOnlyList<SharedLine> Sections, IReadOnlyList<MyShareLink> Links,
    IReadOnlyList<MyCorrection> Corrections, IReadOnlyList<MyConsent> Consents, bool IsQualified, IReadOnlyList<ShareEmployer> Employers);

/// <summary>An employer that receives passports.</summary>
public sealed record ShareEmployer(OrganisationId Id, string Name, string NameEn);

/// <summary>A consent to show the passport in full.</summary>
/// <param name="TextVersion">Version of the text that was agreed to.</param>
/// <param name="WithdrawnAt">Null while it is in force.</param>
public sealed record MyConsent(DateTimeOffset GivenAt, int TextVersion, DateTimeOffset? WithdrawnAt);

/// <summary>A request of the holder to correct the passport.</summary>
/// <param name="Answer">What the operator answered; null while it waits.</param>
public sealed record MyCorrection(CorrectionRequestId Id, CorrectionKind Kind, string? Name, string Text, DateTimeOffset AskedAt, CorrectionStatus Status, string? Answer);

/// <summary>A line that can be shared.</summary>
public sealed record SharedLine(string Code, Bilingual Name);

/// <summary>A link that the holder has made.</summary>
/// <param name="Open">True while it opens something.</param>
/// <param name="Employer">The employer it was shared with; null when the holder hands the address over.</param>
public sealed record MyShareLink(ShareLinkId Id, Uri Address, ShareContents Contents, string Note, DateTimeOffset CreatedAt, DateTimeOffset Until, bool Open, ShareEmployer? Employer);

internal sealed class GetMyPassportHandler(DemoExamDb db, CurrentUser user, Verifier verifier, PublicAddress address, TimeProvider time) : IRequestHandler<GetMyPassport, MyPassportDetails>
{
    public async Task<MyPassportDetails> Handle(GetMyPassport request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var row = NotFound.Unless(await db.Passports.AsNoTracking().Where(p => p.Id == request.Id && mine.Contains(p.CandidateId))
            .Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => new { Passport = p, d.Pdf }).SingleOrDefaultAsync(ct), "passport", request.Id);
        var result = verifier.CheckFile(row.Pdf).Values?.Result;
        var consents = await db.PassportConsents.AsNoTracking().Where(c => c.PassportId == request.Id).OrderByDescending(c => c.GivenAt)
            .Select(c => new MyConsent(c.GivenAt, c.TextVersion, c.WithdrawnAt)).ToListAsync(ct);
        var consent = consents.Find(c => c.WithdrawnAt is null)?.GivenAt;
        var links = await db.ShareLinks.AsNoTracking().Where(l => l.PassportId == request.Id).OrderByDescending(l => l.CreatedAt).ToListAsync(ct);
        var corrections = await db.CorrectionRequests.AsNoTracking().Where(r => r.PassportId == request.Id).OrderByDescending(r => r.AskedAt).ToListAsync(ct);
        var employers = await db.AdmittedEmployers(user).OrderBy(o => o.NameNorm).Select(o => new ShareEmployer(o.Id, o.ShortName, o.NameEn)).ToListAsync(ct);
        var receivers = await db.Organisations.AsNoTracking().Where(o => db.ShareLinks.Any(l => l.PassportId == request.Id && l.EmployerId == o.Id)).Select(o => new ShareEmployer(o.Id, o.ShortName, o.NameEn)).ToDictionaryAsync(o => o.Id, ct);
        var now = time.GetUtcNow();
        var p = row.Passport;
        return new MyPassportDetails(
            p.Id, p.Number, p.Token, p.Status, p.Visibility, consent, Lines(result?.Modules), Lines(result?.Sections),
            links.ConvertAll(l => new MyShareLink(l.Id, address.With($"/s/{l.Token}"), l.Contents, l.Note, l.CreatedAt, l.Until, l.IsOpen(now), l.EmployerId is { } receiver ? receivers[receiver] : null)),
            corrections.ConvertAll(r => new MyCorrection(r.Id, r.Kind, r.Name?.Full, r.Text, r.AskedAt, r.Status, r.Answer)), consents, p.QualifiedAt is not null, employers);
    }

    private static IReadOnlyList<SharedLine> Lines(IReadOnlyList<PassportScoreLine>? lines) => [.. (lines ?? []).Select(l => new SharedLine(l.Code, l.Name))];
}
