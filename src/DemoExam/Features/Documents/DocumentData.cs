using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
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
    WorkplaceDraw? Draw, ResultProtocol? Protocol, IReadOnlyList<Result> Results, IReadOnlyList<ScoreSheet> Sheets, IReadOnlyList<Appeal> Appeals,
    IReadOnlyList<string> Variants, DateTimeOffset? VariantOpenedAt, IReadOnlyDictionary<ExamId, string> MovedTo)
{
    /// <summary>The exams whose documents a user may print: those that an office looks into; for an expert those of which they are chief or technical expert.</summary>
    public static IQueryable<Exam> Printable(DemoExamDb db, CurrentUser user)
    {
        var me = user.ExpertId;
        var office = db.ExamsOfOffice(user);
        return db.Exams.Where(e => office.Any(o => o.Id == e.Id) || e.Duties.Any(d => d.ExpertId == me && d.EndedAt == null && d.Role != ExamRole.ScoringExpert));
    }

    /// <summary>A technical expert prints what has no points in it.</summary>
    public static bool MayPrint(CurrentUser user, Exam exam, DocumentKind kind) =>
        kind is not (DocumentKind.ExamProtocol or DocumentKind.LockProtocol or DocumentKind.FinalSheet or DocumentKind.BoardProtocol or DocumentKind.AppealProtocol)
        || user.IsSystem || user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator) || (user.ExpertId is { } me && exam.DutyOf(me)?.Role == ExamRole.ChiefExpert);

    /// <summary>The exam was closed, and with it the numbers of identity documents were deleted: this paper says more than the data.</summary>
    public bool HasForgotten(DocumentKind kind) => kind == DocumentKind.RegistrationSheet && Exam.Status == ExamStatus.Closed;

    public static async Task<DocumentData> Load(DemoExamDb db, CurrentUser user, ExamId id, CancellationToken ct)
    {
        var exam = NotFound.Unless(await Printable(db, user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var organisations = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.Name, o.NameEn, o.ShortName }).ToDictionaryAsync(o => o.Id, ct);
        var movedTo = exam.Enrolments.Select(e => e.MovedTo).Distinct().OfType<ExamId>().ToList();
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
            await db.Appeals.AsNoTracking().Where(a => a.ExamId == id).OrderBy(a => a.FiledAt).ToListAsync(ct),
            await db.TaskVariants.AsNoTracking().Where(v => v.ExamId == id).OrderBy(v => v.Name).Select(v => v.Name).ToListAsync(ct),
            await db.AuditRecords.AsNoTracking().Where(r => r.ExamId == id && r.Deed == AuditDeed.TaskOpened).OrderBy(r => r.Number).Select(r => (DateTimeOffset?)r.At).FirstOrDefaultAsync(ct),
            await db.Exams.Where(e => movedTo.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Number, ct));
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
            ["readiness"] = Exam.ReadyAt is { } ready ? t["Documents.Readiness.Signed", Moment(ready, t)] : Exam.Readiness.Count > 0 ? t["Documents.Readiness.Open"] : "",
            ["briefers"] = string.Join(", ", Exam.Enrolments.Select(e => e.BriefedBy).Concat(Exam.Duties.Select(d => d.BriefedBy)).OfType<string>().Distinct().Order(StringComparer.Ordinal)),
            ["variant"] = string.Join(", ", Variants),
            ["openedAt"] = Moment(VariantOpenedAt, t),
            ["startedAt"] = string.Join("; ", Exam.Groups.OrderBy(g => g.Number).Where(g => g.StartedAt is not null).Select(g => Moment(g.StartedAt, t))),
            ["finishedAt"] = string.Join("; ", Exam.Groups.OrderBy(g => g.Number).Where(g => g.FinishedAt is not null).Select(g => Moment(g.FinishedAt, t))),
            ["commitment"] = Draw?.Commitment ?? "",
            ["seed"] = drawn?.Seed ?? "",
            ["drawnAt"] = Moment(drawn?.DrawnAt, t),
            ["edition"] = Protocol is null ? "" : Protocol.Edition.ToString(CultureInfo.InvariantCulture),
            ["fixedAt"] = Moment(Protocol?.FixedAt, t),
            ["fingerprint"] = Protocol?.ContentHash ?? "",
        };
    }

    /// <summary>The lines of a table, by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(DocumentRows rows, Texts t)
    {
        var groups = Exam.Groups.ToDictionary(g => g.Id);
        var seats = Exam.Enrolments.OrderBy(e => groups[e.GroupId].Number).ThenBy(e => Candidates[e.CandidateId].NameNorm, StringComparer.Ordinal).ToList();
        return rows switch
        {
            DocumentRows.Readiness => Numbered(Exam.Readiness, i =>
                [("item", t.Name(i.Name.Russian, i.Name.English)), ("found", i.State == ReadinessState.Open ? "" : t.Of(i.State)), ("note", i.Note ?? ""), ("checkedBy", i.By ?? ""), ("checkedAt", Clock(i.At))]),
            DocumentRows.Candidates => Numbered(seats, e =>
                [.. Seat(e), ("identity", IdentityOf(e, t)), ("admittedAt", Clock(e.AdmittedAt)), ("briefedAt", Clock(e.BriefedAt)), ("briefedBy", e.BriefedBy ?? "")]),
            DocumentRows.Experts => Numbered(Exam.Duties.Where(d => d.EndedAt is null).OrderBy(d => d.Role).ThenBy(d => Experts[d.ExpertId].NameNorm, StringComparer.Ordinal), d =>
                [("name", Experts[d.ExpertId].Name.Full), ("organisation", Organisations[Experts[d.ExpertId].EmployerId]), ("role", t.Of(d.Role)), ("criteria", string.Join(", ", d.Criteria.ToCharArray())),
                    ("briefedAt", Clock(d.BriefedAt)), ("briefedBy", d.BriefedBy ?? "")]),
            DocumentRows.Replaced => Numbered(Exam.Duties.Where(d => d.EndedAt is not null).OrderBy(d => d.EndedAt), d =>
                [("name", Experts[d.ExpertId].Name.Full), ("role", t.Of(d.Role)), ("endedAt", Moment(d.EndedAt, t)), ("reason", d.EndedBecause ?? ""), ("replacedBy", d.ReplacedBy is { } by && Experts.TryGetValue(by, out var next) ? next.Name.Full : "")]),
            DocumentRows.Groups => Numbered(Exam.Groups.OrderBy(g => g.Number), g => Group(g, t)),
            DocumentRows.Draw when Draw is { DrawnAt: not null, AnnulledAt: null } draw => Numbered(
                from e in seats
                let drawn = draw.Places.FirstOrDefault(p => p.Enrolment == e.Id.Value)?.Workplace ?? e.Workplace
                orderby groups[e.GroupId].Number, drawn
                select (e, drawn), x => [.. Seat(x.e), ("drawn", Number(x.drawn)), ("changed", x.e.Workplace == x.drawn ? "" : Number(x.e.Workplace))]),
            DocumentRows.Results => Results.Count == 0 ? [] : Numbered(seats, e => [.. Seat(e), .. Points(Results.SingleOrDefault(r => r.CandidateId == e.CandidateId), t)]),
            DocumentRows.Locks => Numbered(
                from sheet in Sheets
                let criterion = Package.Criteria.Single(c => c.Id == sheet.CriterionId)
                let name = Candidates[sheet.CandidateId]
                orderby name.NameNorm, criterion.Letter
                select (sheet, criterion, name), x =>
                [("name", x.name.Name.Full), ("criterion", x.criterion.Letter), ("points", Formats.Points(x.sheet.TotalOf(x.criterion, Package.Judgement)?.Value ?? 0m, t.Culture)),
                    ("lockedAt", Moment(x.sheet.LockedAt, t)), ("lockedBy", x.sheet.LockedBy is { } by ? Experts[by].Name.Initials : "")]),
            DocumentRows.Times => Numbered(seats, e =>
            {
                // A stop that still lasts counts when it has ended, or the paper would be outdated a minute later.
                var time = Exam.TimeOf(e, DateTimeOffset.MinValue);
                var worked = e.AdmittedAt is not null && time.StartedAt is not null;
                return
                [
                    .. Seat(e), ("startedAt", worked ? Clock(time.StartedAt) : ""), ("endsAt", worked ? Clock(time.EndsAt) : ""), ("stopped", Minutes(time.GivenBack)),
                    ("extra", e.ExtraMinutes == 0 ? "" : Number(e.ExtraMinutes)), ("finishedAt", worked ? Clock(time.FinishedAt) : ""),
                ];
            }),
            DocumentRows.Stops => Numbered(Exam.Stops.OrderBy(s => s.From), s =>
                [("whom", Whom(s.Candidate, Exam.Groups.Single(g => g.Id.Value == s.Group).Number, t)), ("from", Clock(s.From)), ("to", Clock(s.To)), ("minutes", s.To is { } to ? Minutes(to - s.From) : ""), ("reason", s.Reason), ("by", s.By)]),
            DocumentRows.Incidents => Numbered(Exam.Incidents.OrderBy(i => i.At), i =>
                [("at", Clock(i.At)), ("kind", t.Of(i.Kind)), ("whom", Whom(i.Candidate, null, t)), ("text", i.Text), ("measures", i.Measures), ("effect", t.Of(i.Effect)), ("by", i.By)]),
            DocumentRows.Removed => Numbered(seats.Where(e => e.Outcome == ParticipationOutcome.Removed), e =>
                [.. Seat(e), ("removedAt", Moment(e.FinishedAt, t)), ("reason", e.OutcomeReason ?? ""), ("document", e.OutcomeDocument ?? "")]),
            DocumentRows.Appeals => Numbered(Appeals, a =>
                [("name", Candidates[a.CandidateId].Name.Full), ("kind", t.Of(a.Kind)), ("filedAt", Moment(a.FiledAt, t)), ("outcome", t.Of(a.Status)), ("decidedAt", Moment(a.DecidedAt, t))]),
            _ => [],
        };

        IEnumerable<(string, string)> Seat(Enrolment e) =>
        [
            ("name", Candidates[e.CandidateId].Name.Full), ("organisation", Organisations[Candidates[e.CandidateId].OrganisationId]), ("group", Candidates[e.CandidateId].StudyGroup ?? ""),
            ("shift", Number(groups[e.GroupId].Number)), ("workplace", Number(e.Workplace)), ("outcome", e.Outcome == ParticipationOutcome.Expected ? "" : t.Of(e.Outcome)), ("remark", RemarkOf(e, t)),
        ];
    }

    // Only the kind and the last signs of the number are kept, and of them the number only until the exam is closed.
    private static string IdentityOf(Enrolment e, Texts t) => e.Identity is { } kind ? e.IdentityTail is { Length: > 0 } tail ? $"{t.Of(kind)}, …{tail}" : t.Of(kind) : "";

    private string RemarkOf(Enrolment e, Texts t)
    {
        var where = e.MovedTo is { } to && MovedTo.TryGetValue(to, out var number) ? t["Documents.MovedTo", number] : null;
        var extra = e.ExtraMinutes > 0 ? e.ExtraBasis : null;
        return string.Join("; ", new[] { e.OutcomeReason, e.OutcomeDocument, where, extra }.Where(x => !string.IsNullOrWhiteSpace(x)));
    }

    private string Whom(Guid? candidate, int? group, Texts t) => candidate is { } one
        ? Exam.Enrolments.Single(e => e.CandidateId.Value == one) is var e ? $"{Candidates[e.CandidateId].Name.Initials}, {t["Documents.Place", e.Workplace]}" : ""
        : group is { } number ? t["Documents.WholeGroup", number] : t["Documents.Everybody"];

    // By the clock of the venue; with the day when the exam has more than one, or it was another one.
    private string Clock(DateTimeOffset? moment)
    {
        if (moment is not { } at)
        {
            return "";
        }

        var there = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(Exam.TimeZone));
        return there.ToString(Exam.FirstDay == Exam.LastDay && DateOnly.FromDateTime(there.DateTime) == Exam.FirstDay ? "HH':'mm" : "dd'.'MM HH':'mm", CultureInfo.InvariantCulture);
    }

    private static string Minutes(TimeSpan span) => span == TimeSpan.Zero ? "" : Number((int)Math.Round(span.TotalMinutes, MidpointRounding.AwayFromZero));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

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
