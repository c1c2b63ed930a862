using DemoExam.Credentials;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using Microsoft.EntityFrameworkCore;
using PassportStatus = DemoExam.Domain.Passports.PassportStatus;

namespace DemoExam.Features.Passports;

/// <summary>What the register tells everybody of a passport: by the token of its address, or by its number.</summary>
internal sealed class RegisterCheck(Lazy<DemoExamDb> db, PublishedPassports passports, Verifier verifier, CheckTally tally, TimeProvider time)
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    // Whatever stands in the address is looked up, so that a bad token answers like an unknown one.
    public async Task<PassportCheck> ByToken(string token, DateOnly? on, CancellationToken ct) => await Tell(await passports.WithToken(token, ct), masked: false, on, ct);

    public async Task<PassportCheck> ByNumber(string number, DateOnly? on, CancellationToken ct) => await Tell(await passports.WithNumber(number, ct), masked: true, on, ct);

    public static PassportCheck Describe(PassportCheck answer, PublishedPassport passport, bool masked)
    {
        var facts = passport.Facts;
        var inForce = passport.Status == PassportStatus.Issued;
        return answer with
        {
            Since = inForce ? null : passport.StatusChangedAt,
            RevokedFor = passport.RevokedFor,
            SupersededFor = passport.SupersededFor,
            Passport = new CheckedPassport(
                passport.Number, new Bilingual(facts.Skill, facts.SkillEn), facts.Year, new Bilingual(facts.Issuer, facts.IssuerEn),
                !inForce ? null : masked ? facts.HolderMasked : facts.Holder,
                inForce ? new Bilingual(facts.Level, facts.LevelEn) : null,
                inForce ? facts.Total : null, inForce ? facts.Maximum : null, IsQualified: passport.IsQualified),
        };
    }

    public PassportCheck Answer(VerdictState state, FactMark issuedByUs, FactMark inForce, string reason) =>
        new(state, FactMark.NotChecked, issuedByUs, inForce, [reason], time.GetUtcNow());

    private async Task<PassportCheck> Tell(PublishedPassport? passport, bool masked, DateOnly? on, CancellationToken ct)
    {
        // A number can be tried by anybody, so for a number a closed passport is one that does not exist.
        if (passport is { Visibility: PassportVisibility.Closed } && !masked)
        {
            return Answer(VerdictState.Unknown, FactMark.NotChecked, FactMark.NotChecked, CodeReason.ClosedByHolder);
        }

        if (passport is null or { Visibility: PassportVisibility.Closed })
        {
            return Answer(VerdictState.Unknown, FactMark.NotChecked, FactMark.NotChecked, VerdictReason.NotInRegister);
        }

        tally.Note(passport.ExamId, masked ? CheckMeans.Number : CheckMeans.Link);
        var (state, inForce, reason) = passport.Status switch
        {
            PassportStatus.Revoked => (VerdictState.Revoked, FactMark.No, VerdictReason.Revoked),
            PassportStatus.Superseded => (VerdictState.Superseded, FactMark.No, VerdictReason.Superseded),
            PassportStatus.Suspended => (VerdictState.Suspended, FactMark.No, VerdictReason.Suspended),
            _ => (VerdictState.Valid, FactMark.Yes, VerdictReason.InForce),
        };
        var answer = Describe(Answer(state, FactMark.Yes, inForce, reason), passport, masked) with { Then = on is { } day ? await Then(passport.Id, day, ct) : null };
        if (!masked && passport is { SupersededById: { } newer, SupersededFor: not SupersedingCategory.NameChanged })
        {
            answer = answer with { Newer = await db.Value.Passports.Where(p => p.Id == newer && p.Visibility != PassportVisibility.Closed).Select(p => p.Token).SingleOrDefaultAsync(ct) };
        }

        return passport is { Visibility: PassportVisibility.Open, Status: PassportStatus.Issued } && !masked ? await Opened(answer, passport.Id, ct) : answer;
    }

    // The holder has agreed, so the answer says what the document says; the document itself is asked, for its values are the signed ones.
    private async Task<PassportCheck> Opened(PassportCheck answer, PassportId id, CancellationToken ct)
    {
        var pdf = await db.Value.PassportDocuments.Where(d => d.PassportId == id).Select(d => d.Pdf).SingleAsync(ct);
        return verifier.CheckFile(pdf).Values is { } values
            ? answer with
            {
                Passport = answer.Passport! with
                {
                    Holder = values.Holder.FullName,
                    Modules = CheckedLine.Of(values.Result.Modules),
                    Sections = CheckedLine.Of(values.Result.Sections),
                },
            }
            : answer;
    }

    private async Task<StandingThen> Then(PassportId id, DateOnly day, CancellationToken ct)
    {
        var passport = await db.Value.Passports.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        var end = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        var moment = new DateTimeOffset(end, Moscow.GetUtcOffset(end)).AddTicks(-1);
        var now = time.GetUtcNow();
        return new StandingThen(day, passport.StatusAt(moment < now ? moment : now));
    }
}
