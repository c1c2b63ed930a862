using DemoExam.Credentials;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using PassportStatus = DemoExam.Domain.Passports.PassportStatus;

namespace DemoExam.Features.Passports;

/// <summary>What the holder shows by a link of their own. A link that has ended is answered like one that never was.</summary>
[AllowAnonymous]
public sealed record OpenShareLink(string Token) : IQuery<PassportCheck>;

internal sealed class OpenShareLinkHandler(DemoExamDb db, Verifier verifier, CheckTally tally, TimeProvider time) : IRequestHandler<OpenShareLink, PassportCheck>
{
    public async Task<PassportCheck> Handle(OpenShareLink request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var link = await db.ShareLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Token == request.Token, ct);
        if (link is null || !link.IsOpen(now))
        {
            return new PassportCheck(VerdictState.Unknown, FactMark.NotChecked, FactMark.NotChecked, FactMark.NotChecked, [CodeReason.LinkEnded], now);
        }

        var row = await db.Passports.AsNoTracking().Where(p => p.Id == link.PassportId)
            .Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => new { Passport = p, d.Pdf }).SingleAsync(ct);
        tally.Note(row.Passport.ExamId, CheckMeans.Link);
        return SharedView.Of(row.Passport, row.Pdf, link.Contents, verifier, now);
    }
}

/// <summary>What a reader of a holder's link sees.</summary>
internal static class SharedView
{
    public static PassportCheck Of(SkillsPassport passport, byte[] pdf, ShareContents shown, Verifier verifier, DateTimeOffset now)
    {
        var (state, reason) = passport.Status switch
        {
            PassportStatus.Revoked => (VerdictState.Revoked, VerdictReason.Revoked),
            PassportStatus.Superseded => (VerdictState.Superseded, VerdictReason.Superseded),
            PassportStatus.Suspended => (VerdictState.Suspended, VerdictReason.Suspended),
            _ => (VerdictState.Valid, VerdictReason.InForce),
        };
        var inForce = state == VerdictState.Valid;
        var facts = passport.Facts;
        // The signed values, not the registers: what is shown is what the document says.
        var values = verifier.CheckFile(pdf).Values ?? throw new InvalidOperationException($"The stored document of passport {passport.Number} is not genuine.");
        return new PassportCheck(
            state, FactMark.NotChecked, FactMark.Yes, inForce ? FactMark.Yes : FactMark.No, [reason], now, inForce ? null : passport.StatusChangedAt, passport.RevokedFor, passport.SupersededFor,
            Passport: new CheckedPassport(
                passport.Number, new Bilingual(facts.Skill, facts.SkillEn), facts.Year, new Bilingual(facts.Issuer, facts.IssuerEn),
                !inForce ? null : shown.FullName ? values.Holder.FullName : facts.Holder,
                inForce ? new Bilingual(facts.Level, facts.LevelEn) : null,
                inForce && shown.Total ? facts.Total : null, inForce && shown.Total ? facts.Maximum : null,
                inForce ? Chosen(values.Result.Modules, shown.Modules) : null, inForce ? Chosen(values.Result.Sections, shown.Sections) : null));
    }

    private static IReadOnlyList<CheckedLine> Chosen(IReadOnlyList<PassportScoreLine> lines, IReadOnlyList<string> codes) => CheckedLine.Of([.. lines.Where(l => codes.Contains(l.Code))]);
}
