using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Documents;

/// <summary>Everything that documents of one exam say, already loaded.</summary>
internal sealed record DocumentData(
    Exam Exam, AssessmentPackage Package, Venue Venue, string Organiser, string OrganiserEn,
    IReadOnlyDictionary<CandidateId, Candidate> Candidates, IReadOnlyDictionary<ExpertId, Expert> Experts, IReadOnlyDictionary<OrganisationId, string> Organisations,
    WorkplaceDraw? Draw, ResultProtocol? Protocol, IReadOnlyList<Result> Results, IReadOnlyList<ScoreSheet> Sheets, IReadOnlyList<Appeal> Appeals)
{
    /// <summary>The exams whose documents a user may print: those that an office looks into; for an expert those of which they are chief or technical expert.</summary>
    public static IQueryable<Exam> Printable(DemoExamDb db, CurrentUser user)
    {
        var me = user.ExpertId;
        var office = db.ExamsOfOffice(user).Select(e => e.Id);
        return db.Exams.Where(e => office.Contains(e.Id) || e.Duties.Any(d => d.ExpertId == me && d.EndedAt == null && d.Role != ExamRole.ScoringExpert));
    }

    /// <summary>A technical expert prints what has no points in it.</summary>
    public static bool MayPrint(CurrentUser user, Exam exam, DocumentKind kind) =>
        kind is not (DocumentKind.ExamProtocol or DocumentKind.LockProtocol or DocumentKind.FinalSheet or DocumentKind.BoardProtocol or DocumentKind.AppealProtocol)
        || user.IsSystem || user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator) || (user.ExpertId is { } me && exam.DutyOf(me)?.Role == ExamRole.ChiefExpert);

    public static async Task<DocumentData> Load(DemoExamDb db, CurrentUser user, ExamId id, CancellationToken ct)
    {
        var exam = NotFound.Unless(await Printable(db, user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var organisations = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.Name, o.NameEn, o.ShortName }).ToDictionaryAsync(o => o.Id, ct);
        var protocol = (await db.ResultProtocols.AsNoTracking().Where(p => p.ExamId == id && p.VoidedAt == null).ToListAsync(ct)).MaxBy(p => p.Edition);
        return new DocumentData(exam,
            await db.Packages.AsNoTracking().SingleAsync(p => p.Id == exam.PackageId, ct),
            await db.Venues.AsNoTracking().SingleAsync(v => v.Id == exam.VenueId, ct),
            organisations[exam.OrganiserId].Name, organisations[exam.OrganiserId].NameEn,
            await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct),
            await db.Experts.AsNoTracking().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct),
            organisations.ToDictionary(o => o.Key, o => o.Value.ShortName),
            (await db.WorkplaceDraws.AsNoTracking().Where(d => d.ExamId == id).ToListAsync(ct)).MaxBy(d => d.Number),
            protocol,
            protocol is null ? [] : [.. (await db.Results.AsNoTracking().Where(r => r.ExamId == id).ToListAsync(ct)).Where(r => protocol.Lists(r.Id))],
            await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == id && s.Status == ScoreSheetStatus.Locked).ToListAsync(ct),
            await db.Appeals.AsNoTracking().Where(a => a.ExamId == id).OrderBy(a => a.FiledAt).ToListAsync(ct));
    }

    /// <summary>Facts that labels and texts can name.</summary>
    public IReadOnlyDictionary<string, string> Facts(Texts t)
    {
        var drawn = Draw is { DrawnAt: not null, AnnulledAt: null } ? Draw : null;
        return new Dictionary<string, string>
        {
            ["exam"] = Exam.Number,
            ["package"] = Package.Code,
            ["packageName"] = t.Name(Package.Name, Package.NameEn),
            ["speciality"] = $"{Package.SpecialityCode} {t.Name(Package.SpecialityName, Package.SpecialityNameEn)}",
            ["level"] = t.Of(Exam.Level) + (Exam.WithVariativePart ? $", {t["Exams.WithVariativePart"]}" : ""),
            ["type"] = t.Of(Exam.Type),
            ["venue"] = t.Name(Venue.Name, Venue.NameEn),
            ["address"] = $"{Venue.City}, {Venue.Address}",
            ["certificate"] = Venue.Accreditations.Single(a => a.Id == Exam.AccreditationId).CertificateNumber,
            ["organiser"] = t.Name(Organiser, OrganiserEn),
            ["preparatoryDay"] = Formats.Date(Exam.PreparatoryDay, t.Culture),
            ["days"] = Formats.DateRange(Exam.FirstDay, Exam.LastDay, t.Culture),
            ["starts"] = string.Join("; ", Exam.Groups.OrderBy(g => g.Number).Select(g => Formats.Moment(g.StartsAt, Exam.TimeZone, t.Culture))),
            ["chief"] = Experts[Exam.Chief.ExpertId].Name.Full,
            ["technical"] = string.Join(", ", Exam.Duties.Where(d => d is { Role: ExamRole.TechnicalExpert, EndedAt: null }).Select(d => Experts[d.ExpertId].Name.Full)),
            ["candidates"] = Formats.Number(Exam.Enrolments.Count, t.Culture),
            ["maximum"] = Formats.Points(Package.MaximumOf(Exam.Scope).Value, t.Culture),
            ["duration"] = Formats.Duration(TimeSpan.FromMinutes(Package.MinutesOf(Exam.Scope)), t.Culture),
            ["commitment"] = Draw?.Commitment ?? "",
            ["seed"] = drawn?.Seed ?? "",
            ["drawnAt"] = Moment(drawn?.DrawnAt, t),
            ["edition"] = Protocol is null ? "" : Protocol.Edition.ToString(CultureInfo.InvariantCulture),
            ["fixedAt"] = Moment(Protocol?.FixedAt, t),
            ["fingerprint"] = Protocol?.ContentHash ?? "",
        };
    }

    /// <summary>The lines of a table, by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(DocumentTemplate template, Texts t)
    {
        var language = t.Culture.TwoLetterISOLanguageName;
        var groups = Exam.Groups.ToDictionary(g => g.Id);
        var seats = Exam.Enrolments.OrderBy(e => groups[e.GroupId].Number).ThenBy(e => Candidates[e.CandidateId].NameNorm, StringComparer.Ordinal).ToList();
        return template.Rows switch
        {
            DocumentRows.Items => Numbered(template.Items, item => [("item", item.In(language))]),
            DocumentRows.Candidates => Numbered(seats, Seat),
            DocumentRows.Experts => Numbered(Exam.Duties.Where(d => d.EndedAt is null).OrderBy(d => d.Role).ThenBy(d => Experts[d.ExpertId].NameNorm, StringComparer.Ordinal), d =>
                [("name", Experts[d.ExpertId].Name.Full), ("organisation", Organisations[Experts[d.ExpertId].EmployerId]), ("role", t.Of(d.Role)), ("criteria", string.Join(", ", d.Criteria.ToCharArray()))]),
            DocumentRows.Groups => Numbered(Exam.Groups.OrderBy(g => g.Number), g => Group(g, t)),
            DocumentRows.Draw => Draw is { DrawnAt: not null, AnnulledAt: null } ? Numbered(seats.OrderBy(e => groups[e.GroupId].Number).ThenBy(e => e.Workplace), Seat) : [],
            DocumentRows.Results => Results.Count == 0 ? [] : Numbered(seats, e => [.. Seat(e), ("outcome", t.Of(e.Outcome)), .. Points(Results.SingleOrDefault(r => r.CandidateId == e.CandidateId), t)]),
            DocumentRows.Locks => Numbered(
                from sheet in Sheets
                let criterion = Package.Criteria.Single(c => c.Id == sheet.CriterionId)
                let name = Candidates[sheet.CandidateId]
                orderby name.NameNorm, criterion.Letter
                select (sheet, criterion, name), x =>
                [("name", x.name.Name.Full), ("criterion", x.criterion.Letter), ("points", Formats.Points(x.sheet.TotalOf(x.criterion, Package.Judgement)?.Value ?? 0m, t.Culture)),
                    ("lockedAt", Moment(x.sheet.LockedAt, t)), ("lockedBy", x.sheet.LockedBy is { } by ? Experts[by].Name.Initials : "")]),
            DocumentRows.Removed => Numbered(seats.Where(e => e.Outcome == ParticipationOutcome.Removed), Seat),
            DocumentRows.Appeals => Numbered(Appeals, a =>
                [("name", Candidates[a.CandidateId].Name.Full), ("kind", t.Of(a.Kind)), ("filedAt", Moment(a.FiledAt, t)), ("outcome", t.Of(a.Status)), ("decidedAt", Moment(a.DecidedAt, t))]),
            _ => [],
        };

        IEnumerable<(string, string)> Seat(Enrolment e) =>
        [
            ("name", Candidates[e.CandidateId].Name.Full), ("organisation", Organisations[Candidates[e.CandidateId].OrganisationId]), ("group", Candidates[e.CandidateId].StudyGroup ?? ""),
            ("shift", groups[e.GroupId].Number.ToString(CultureInfo.InvariantCulture)), ("workplace", e.Workplace.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private IEnumerable<(string, string)> Group(ExamGroup group, Texts t)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Exam.TimeZone);
        var (start, end) = (TimeZoneInfo.ConvertTime(group.StartsAt, zone), TimeZoneInfo.ConvertTime(group.EndsAt, zone));
        return
        [
            ("day", Formats.Date(DateOnly.FromDateTime(start.DateTime), t.Culture)), ("start", Formats.Time(TimeOnly.FromDateTime(start.DateTime))), ("end", Formats.Time(TimeOnly.FromDateTime(end.DateTime))),
            ("candidates", Exam.Enrolments.Count(e => e.GroupId == group.Id).ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static IEnumerable<(string, string)> Points(Result? result, Texts t) => result is null ? [] :
    [
        .. result.Modules.Select((m, i) => ($"{DocumentTemplates.Modules}{i}", Formats.Points(m.Mark.Value, t.Culture))),
        ("total", Formats.Points(result.Total.Value, t.Culture)), ("maximum", Formats.Points(result.Maximum.Value, t.Culture)),
        // Cut off and never rounded up: 69.99 of 100 must not look like 70.
        ("percent", Formats.Percent(Math.Floor(result.Total.Hundredths * 1000m / result.Maximum.Hundredths) / 1000m, t.Culture)), ("grade", result.Grade),
    ];

    private string Moment(DateTimeOffset? moment, Texts t) => moment is { } at ? Formats.Moment(at, Exam.TimeZone, t.Culture) : "";

    private static List<IReadOnlyDictionary<string, string>> Numbered<T>(IEnumerable<T> rows, Func<T, IEnumerable<(string Name, string Value)>> columns) =>
        [.. rows.Select((row, i) => columns(row).Append(("number", (i + 1).ToString(CultureInfo.InvariantCulture))).ToDictionary(c => c.Item1, c => c.Item2))];
}
