using System.Globalization;
using DemoExam.Credentials;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Domain.Results;

namespace DemoExam.Features.Passports;

/// <summary>Everything in the registers that a passport speaks of, already loaded.</summary>
internal sealed record PassportSources(
    PassportOrder Order, PrintedExam Exam, PrintedPackage Package, PrintedCandidate Candidate, Result Result, DateTimeOffset AwardedAt);

/// <summary>The exam as it is printed.</summary>
internal sealed record PrintedExam(
    ExamId Id, PackageId PackageId, VenueId VenueId, string Number, ExamType Type, ExamScope Scope, string TimeZone, DateOnly FirstDay, DateOnly LastDay,
    Bilingual Venue, Bilingual Region, string AccreditationNumber, DateOnly AccreditedFrom, DateOnly AccreditedTo,
    PersonName ChiefExpert, int ScoringExperts);

/// <summary>The package as it is printed.</summary>
internal sealed record PrintedPackage(
    PackageId Id, string Code, Bilingual Name, string SpecialityCode, Bilingual SpecialityName,
    IReadOnlyDictionary<string, PrintedModule> Modules, IReadOnlyDictionary<string, Bilingual> Sections);

/// <summary>A criterion as it is printed.</summary>
internal sealed record PrintedModule(Bilingual Name, CriterionUse Use, int DurationMinutes);

/// <summary>The holder as it is printed.</summary>
internal sealed record PrintedCandidate(CandidateId Id, PersonName Name, string? LatinName, CandidateCategory Category, Bilingual Organisation);

/// <summary>
/// From registers to what is printed and signed: the only place that knows both the domain and the document. Equal sources give
/// equal contents.
/// </summary>
internal sealed class PassportContents(Texts texts, IssuerOptions issuer, IssuerIdentity identity, Uri site, Func<string, Uri> addressOf)
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private readonly Texts ru = texts.In(Russian);
    private readonly Texts en = texts.In(English);

    /// <summary>What the document says.</summary>
    public PassportContent Of(PassportSources sources)
    {
        var (order, exam, package, candidate, result, _) = sources;
        return new PassportContent
        {
            PassportId = order.PassportId.Value,
            Number = order.Number,
            Version = order.PassportVersion,
            VerificationUrl = addressOf(order.Token),
            IssuedAt = order.IssueMoment,
            IssueDate = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(order.IssueMoment, TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone)).DateTime),
            Holder = new PassportHolder(candidate.Name.Full, candidate.LatinName ?? Transliteration.Propose(candidate.Name), candidate.Organisation),
            Event = new PassportEvent(
                Both(exam.Type), exam.Number, exam.FirstDay, exam.LastDay, Level(exam.Scope), package.Code, package.Name, Speciality(package),
                package.Modules.Values.Where(m => exam.Scope.Covers(m.Use)).Sum(m => m.DurationMinutes)),
            Place = new PassportPlace(exam.Venue, exam.Region, exam.AccreditationNumber, exam.AccreditedFrom, exam.AccreditedTo),
            Result = new PassportResult(
                result.Total.Hundredths, result.Maximum.Hundredths,
                [.. result.Modules.Select(line => Line(line, package.Modules[line.Code].Name))],
                [.. result.Sections.Select(line => Line(line, package.Sections[line.Code]))], null),
            Issuer = new PassportIssuer(issuer.BothNames, site, issuer.Signatory, issuer.BothPositions, exam.ChiefExpert.Full, exam.ScoringExperts),
        };
    }

    /// <summary>What the machine credential says besides.</summary>
    public CredentialFrame FrameOf(PassportSources sources)
    {
        var (order, exam, package, _, _, awarded) = sources;
        return new CredentialFrame(
            identity.Did, IssuerIdentity.SubjectOf(order.PassportId), awarded, identity.Achievement(package.Id, exam.Scope), identity.Venue(exam.VenueId),
            identity.StatusEntry(new StatusPlace(order.StatusList, order.StatusIndex)));
    }

    /// <summary>What of it everybody may see.</summary>
    public PublicFacts PublicOf(PassportSources sources)
    {
        var (_, exam, package, candidate, result, _) = sources;
        var level = Level(exam.Scope);
        return new PublicFacts(
            candidate.Name.Initials, candidate.Name.Masked, package.Name.Ru, package.Name.En, level.Ru, level.En, exam.LastDay.Year,
            issuer.Name, issuer.NameEn, result.Total, result.Maximum);
    }

    private Bilingual Level(ExamScope scope)
    {
        var level = Both(scope.Level);
        return scope.WithVariativePart
            ? new Bilingual(ru["Passports.Print.WithVariative", level.Ru], en["Passports.Print.WithVariative", level.En])
            : level;
    }

    private static Bilingual Speciality(PrintedPackage package) => package.SpecialityCode.Length == 0
        ? new Bilingual("", "")
        : new Bilingual($"{package.SpecialityCode} {package.SpecialityName.Ru}".Trim(), $"{package.SpecialityCode} {package.SpecialityName.En}".Trim());

    private static PassportScoreLine Line(ResultLine line, Bilingual name) => new(line.Code, name, line.Mark.Hundredths, line.Maximum.Hundredths);

    private Bilingual Both(Enum member) => new(ru.Of(member), en.Of(member));
}
