using System.Globalization;
using System.IO.Compression;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;

namespace DemoExam.Data.Demo;

/// <summary>Exams of the demonstration region in every state around today.</summary>
internal sealed class DemoExams
{
    private const int LockedExams = 21;
    private const string Organiser = "Олег Организаторов";

    private readonly DemoRegion _region;
    private readonly Random _random;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;
    private readonly DemoScores _scores;
    private readonly ReadinessChecklist _checklist;
    private readonly Dictionary<ExpertId, PersonName> _names;
    private readonly Dictionary<ExamId, ExamPlan> _plans = [];
    private readonly IReadOnlyList<GradeScale> _scales;
    private readonly HashSet<(Guid Person, DateOnly Day)> _busy = [];
    private readonly HashSet<CandidateId> _sat = [];
    private readonly Dictionary<int, NumberSeries> _numbers = [];
    private int _turn;

    public DemoExams(DemoRegion region, IReadOnlyList<GradeScale> scales, WorkingCalendar calendar, ReadinessChecklist checklist, Random random, DateTimeOffset now, DateOnly today)
    {
        (_region, _scales, _checklist, _random, _now, _today, _scores) = (region, scales, checklist, random, now, today, new DemoScores(random));
        _names = region.Experts.Values.SelectMany(e => e).ToDictionary(e => e.Id, e => e.Name);
        Chief = region.Experts[region.Web][0];
        var ofDigital = region.Groups.Where(g => g.Organisation == region.Digital).SelectMany(g => g.Candidates).ToList();
        Scorers = [.. region.Experts[region.Web].Where(e => e.Credentials[0].Type == CredentialType.AssessmentRight
            && e.IsEligible(ExamRole.ScoringExpert, region.Web, today, WorkDay(2)) && ofDigital.All(c => e.ConflictWith(c, region.Tree) is null)).Take(3)];
        foreach (var day in new[] { Before(today), today, WorkDay(1), WorkDay(2) })
        {
            Keep(day, [Chief, .. Scorers]);
        }

        Held();
        Appeal(calendar);
        Today();
        Ahead();
    }

    /// <summary>Head of today's exam, and of the next one.</summary>
    public Expert Chief { get; }

    /// <summary>Who score today's exam.</summary>
    public IReadOnlyList<Expert> Scorers { get; }

    public List<Exam> Exams { get; } = [];

    /// <summary>Special conditions of some who sit an exam in the next days.</summary>
    public Dictionary<CandidateId, Accommodation> Conditions { get; } = [];

    public List<ScoreSheet> Sheets { get; } = [];
    public List<ResultProtocol> Protocols { get; } = [];
    public List<AuditRecord> Trail { get; } = [];
    public List<WorkplaceDraw> Draws { get; } = [];
    public List<Appeal> Appeals { get; } = [];
    public List<TaskVariant> Variants { get; } = [];
    public List<AppealBoard> Boards { get; } = [];
    public List<(Exam Exam, List<Result> Results)> Locked { get; } = [];
    public IEnumerable<NumberSeries> Numbers => _numbers.Values;

    /// <summary>Today's exam, running and half scored.</summary>
    public Exam Running { get; private set; } = null!;

    // Locked exams of the past months, one every fifth working day.
    private void Held()
    {
        // Yesterday's wait for signatures, and for the announcement.
        foreach (var last in new[] { ExamStatus.Locked, ExamStatus.ProtocolSigned })
        {
            var group = NextGroup(g => g.Package != _region.Web);
            var exam = Plan(group, Before(_today), 6);
            Confirm(exam);
            Run(exam, group.Package, absent: 0, removed: 0);
            Score(exam, group.Package);
            Lock(exam, group.Package, last);
        }

        for (var i = LockedExams; i > 0; i--)
        {
            var day = WorkDay(1 - 5 * i);
            var group = NextGroup(_ => true);
            var exam = Plan(group, day, 6 + _random.Next(5));
            Confirm(exam);
            Run(exam, group.Package, absent: i % 4 == 0 ? 1 : 0, removed: i == 6 ? 1 : 0);
            Score(exam, group.Package);
            Lock(exam, group.Package);
            if (i > 2)
            {
                Step(exam, Organiser, StartOf(exam).AddDays(6), () => exam.Close(exam.LastDay.AddDays(3), 0, _today));
            }
        }
    }

    // The weakest of the latest exam disagrees; the college took the paper, and its board has not met yet.
    private void Appeal(WorkingCalendar calendar)
    {
        var (exam, results) = Locked[^1];
        var announced = Protocols.Single(p => p.ExamId == exam.Id).AnnouncedAt!.Value;
        var filed = Past(announced.AddHours(2));
        var candidate = results.MinBy(r => r.Total.Hundredths)!.CandidateId;
        var appeal = new Appeal(AppealId.New(), AppealTerm.Of(AppealKind.Result, exam, candidate, announced, calendar), candidate,
            "Прошу проверить баллы по модулю A: задание выполнено, снимки экрана сданы вместе с работой.", exam.OrganiserId.Value, "Олег Организаторов", "Заявление в учебную часть № 14", filed);
        Appeals.Add(appeal);
        Boards.AddRange(_region.Organisations.Where(o => o.Kind == OrganisationKind.Educational && o.ParentId is null).Select((college, i) => new AppealBoard(AppealBoardId.New(), college.Id, filed.Year,
            string.Create(CultureInfo.InvariantCulture, $"Приказ № {31 + i}-у от 15.12.{filed.Year - 1}"), "Ковалевская Ирина Павловна",
            ["Рябинин Олег Сергеевич", "Тихонова Анна Львовна", "Гусаров Павел Ильич", "Мельникова Юлия Борисовна", "Зотов Андрей Викторович"], "Панина Елена Олеговна", filed.AddMonths(-6))));
        Note(exam, AuditDeed.AppealFiled, filed, [("candidate", candidate.ToString()), ("kind", appeal.Kind.ToString()), ("document", appeal.Document!)]);
    }

    private void Confirm(Exam exam)
    {
        Step(exam, "Ольга Операторова", StartOf(exam).AddDays(-10), exam.Confirm);
        var seed = new byte[WorkplaceDraw.SeedLength];
        _random.NextBytes(seed);
        Draws.Add(new WorkplaceDraw(WorkplaceDrawId.New(), exam.Id, 1, seed, Past(StartOf(exam).AddDays(-10))));
    }

    private void Today()
    {
        // Running: half of the sheets are scored; one aspect has two different entries, one panel is too far apart.
        var group = _region.Groups.First(g => g.Package == _region.Web && g.Category == CandidateCategory.Graduate && g.Organisation == _region.Digital);
        Running = Plan(group, _today, 8, Chief, Scorers, _region.Venues[^1]);
        Confirm(Running);
        var sheets = Run(Running, group.Package, absent: 1, removed: 0);
        var module = group.Package.CriteriaOf(Running.Scope).First();
        var scorers = ScorersOf(Running);
        var begun = Past(StartOf(Running).AddMinutes(40));
        foreach (var sheet in sheets.Where(s => s.CriterionId == module.Id).Take(5))
        {
            _scores.Fill(sheet, module, _scores.Ability(), scorers, begun);
        }

        var disputed = sheets.Where(s => s.CriterionId == module.Id).Skip(5).First();
        var (counted, judged) = (module.Aspects.First(a => a.Scale is CountScale), module.Aspects.First(a => a.Type == AspectType.Judgement));
        DemoScores.Enter(disputed, counted, scorers[0], ScoreValue.Of(3), begun);
        DemoScores.Enter(disputed, counted, scorers[1], ScoreValue.Of(2), begun.AddSeconds(40));
        foreach (var (judge, score) in scorers.Zip([1, 3, 2]))
        {
            DemoScores.Enter(disputed, judged, judge, ScoreValue.Of(score), begun.AddMinutes(2));
        }

        Happened(Running, Past(StartOf(Running)));

        // Work is done, everything is scored, the sheets wait for the chief expert; and one that is still being scored.
        foreach (var (package, complete) in new[] { (_region.Cooking, true), (_region.Welding, false) })
        {
            var next = NextGroup(g => g.Package == package && g.Category == CandidateCategory.Graduate);
            var exam = Plan(next, _today, 6);
            Confirm(exam);
            var open = Run(exam, package, absent: 0, removed: 0);
            Step(exam, NameOf(exam.Chief), _now, () => exam.FinishWork(exam.Chief.ExpertId, Past(_now)));
            Score(exam, package, complete ? open.Count : open.Count / 2);
            if (complete)
            {
                Step(exam, NameOf(exam.Chief), _now, () => exam.BeginReconciliation(exam.Chief.ExpertId));
            }
        }
    }

    private void Ahead()
    {
        var web = _region.Groups.First(g => g.Package == _region.Web && g.Category == CandidateCategory.Student && g.Organisation == _region.Digital);
        var sitting = web.Candidates.Where(c => !_sat.Contains(c.Id)).ToList();
        Grant(sitting[1], Accommodations.MoreTime | Accommodations.LargePrint, 50);
        Grant(sitting[4], Accommodations.SeparatePlace | Accommodations.Assistant, 0);
        Confirm(Plan(web, WorkDay(2), 8, Chief, Scorers));
        foreach (var days in new[] { 3, 5, 8 })
        {
            Confirm(Plan(NextGroup(_ => true), WorkDay(days), 7));
        }

        var cancelled = Plan(NextGroup(_ => true), WorkDay(6), 6);
        Step(cancelled, Organiser, _now, () => cancelled.Cancel("Ремонт электросети на площадке", "Приказ № 214-у"));
        var suspended = Plan(NextGroup(_ => true), WorkDay(9), 6);
        Confirm(suspended);
        Step(suspended, Organiser, _now, () => suspended.Suspend("Пожарная инспекция проверяет площадку", "Предписание № 12", Organiser, _now));
        Move();
        Prepare();
        Plan(NextGroup(_ => true), WorkDay(22), 6, asDraft: true);
        foreach (var days in new[] { 11, 12, 15, 19 })
        {
            Plan(NextGroup(_ => true), WorkDay(days), 8);
        }
    }

    // Everything of the preparatory day as it should be.
    private void Ready(Exam exam, AssessmentPackage package, DateTimeOffset eve)
    {
        var (chief, by) = (exam.Chief.ExpertId, NameOf(exam.Chief));
        var technical = exam.Duties.Single(d => d.Role == ExamRole.TechnicalExpert);
        var draw = Draws.Single(d => d.ExamId == exam.Id);
        Step(exam, by, eve, () => exam.DrawWorkplaces(chief, draw, exam.FirstDay, eve));
        exam.BeginPreparation(_checklist.For(package.Code), exam.FirstDay);
        foreach (var item in exam.Readiness)
        {
            exam.CheckReadiness(technical.ExpertId, NameOf(technical), item.Key, ReadinessState.There, null, eve.AddMinutes(10));
        }

        exam.Brief(technical.ExpertId, NameOf(technical), [.. exam.Enrolments.Select(e => e.CandidateId)], [.. exam.Duties.Select(d => d.ExpertId)], eve.AddMinutes(30));
        Step(exam, by, eve.AddMinutes(40), () => exam.SignReadiness(chief, draw, [], eve.AddMinutes(40)));
    }

    // One of tomorrow's exams is ready. The preparatory day of the other is half done, and something is missing.
    private void Prepare()
    {
        var welders = NextGroup(g => g.Package == _region.Welding);
        var ready = Plan(welders, WorkDay(1), 6);
        Confirm(ready);
        Ready(ready, welders.Package, Past(_now.AddHours(-2)));
        var group = NextGroup(g => g.Package == _region.Cooking);
        var exam = Plan(group, WorkDay(1), 7);
        Confirm(exam);
        var technical = exam.Duties.Single(d => d.Role == ExamRole.TechnicalExpert);
        Step(exam, NameOf(technical), _now, () => exam.BeginPreparation(_checklist.For(group.Package.Code), exam.FirstDay));
        foreach (var (item, i) in exam.Readiness.Select((item, i) => (item, i)).Take(7))
        {
            var missing = i == 2;
            exam.CheckReadiness(technical.ExpertId, NameOf(technical), item.Key, missing ? ReadinessState.Missing : ReadinessState.There, missing ? "Мука и сливки приедут в 16:00" : null, Past(_now));
        }

        exam.Brief(technical.ExpertId, NameOf(technical), [], [.. exam.Duties.Where(d => d.Role != ExamRole.ScoringExpert).Select(d => d.ExpertId)], Past(_now));
        LayUp(exam, "Вариант 3", StartOf(exam).AddHours(-1));
    }

    // A burst pipe sends everybody to another day; nobody gets an absence for it.
    private void Move()
    {
        var from = Plan(NextGroup(_ => true), WorkDay(4), 6);
        Confirm(from);
        var (old, day) = (_plans[from.Id], WorkDay(17));
        var shift = TimeSpan.FromDays(day.DayNumber - from.FirstDay.DayNumber);
        var plan = old with { PreparatoryDay = Before(day), FirstDay = day, LastDay = day, Groups = [.. old.Groups.Select(g => g with { StartsAt = g.StartsAt + shift })] };
        var to = Exam.Schedule(ExamId.New(), Number(day.Year), plan, plan.PreparatoryDay);
        to.NoteChange(null, Organiser, _now);
        Keep(day, plan.Experts.Select(e => e.Expert));
        Keep(plan.PreparatoryDay, plan.Experts.Where(e => e.Role != ExamRole.ScoringExpert).Select(e => e.Expert));
        Exams.Add(to);
        Step(from, Organiser, _now, () => from.Move(to.Id, [.. from.Enrolments.Select(e => e.CandidateId)], "Прорвало трубу в мастерской", "Акт об аварии № 3"));
        Confirm(to);
    }

    // What happened today so far: power was out for a while, one computer broke, one candidate has more time.
    private void Happened(Exam exam, DateTimeOffset start)
    {
        var chief = exam.Chief.ExpertId;
        var technical = exam.Duties.Single(d => d.Role == ExamRole.TechnicalExpert);
        var (own, slower) = (exam.Present.ElementAt(1), exam.Present.ElementAt(3));
        exam.GrantTime(slower.CandidateId, 45, "Заключение ПМПК № 118");
        exam.Stop(technical.ExpertId, NameOf(technical), null, "Отключилось электричество", start.AddMinutes(8));
        exam.GoOn(technical.ExpertId, null, start.AddMinutes(20));
        exam.Note(chief, new Incident(Guid.CreateVersion7(), start.AddMinutes(20), IncidentKind.Power, IncidentEffect.TimeGivenBack, null,
            "В мастерской отключилось электричество.", "Часы остановлены на 12 минут, питание восстановлено, работы сохранились.", NameOf(exam.Chief)));
        exam.Stop(technical.ExpertId, NameOf(technical), own.CandidateId, "Не включается монитор", start.AddMinutes(22));
        exam.GoOn(technical.ExpertId, own.CandidateId, start.AddMinutes(28));
        exam.Note(technical.ExpertId, new Incident(Guid.CreateVersion7(), start.AddMinutes(28), IncidentKind.Equipment, IncidentEffect.TimeGivenBack, own.CandidateId.Value,
            "На рабочем месте погас монитор.", "Монитор заменён на запасной.", NameOf(technical)));
        var variant = LayUp(exam, "Вариант 4", StartOf(exam).AddHours(-1));
        Note(exam, AuditDeed.TaskOpened, start.AddMinutes(-45), [("id", variant.Id.ToString()), ("name", variant.Name)]);
    }

    private TaskVariant LayUp(Exam exam, string name, DateTimeOffset opens)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var text = new StreamWriter(zip.CreateEntry("Задание.txt").Open()))
        {
            text.WriteLine($"{exam.Number}. {name}. Учебное задание демонстрационного региона.");
        }

        var variant = new TaskVariant(TaskVariantId.New(), exam, name, $"{name}.zip", "application/zip", bytes.ToArray(), opens, "Ольга Операторова", Past(StartOf(exam).AddDays(-3)));
        Variants.Add(variant);
        return variant;
    }

    private string NameOf(ExpertDuty duty) => _names[duty.ExpertId].Initials;

    private void Step(Exam exam, string by, DateTimeOffset at, Action step)
    {
        var before = exam.Status;
        step();
        if (exam.Status != before)
        {
            exam.NoteChange(before, by, Past(at));
        }
    }

    private void Grant(Candidate candidate, Accommodations kinds, int percent)
    {
        var conditions = new Accommodation(candidate.Id);
        conditions.Grant(kinds, percent, $"Заключение комиссии № {17 + Conditions.Count} от 12.01.{_today.Year}", Organiser, _now);
        Conditions.Add(candidate.Id, conditions);
    }

    private Exam Plan(StudyGroup group, DateOnly day, int candidates, Expert? chief = null, IReadOnlyList<Expert>? scorers = null, Venue? at = null, bool asDraft = false)
    {
        var package = group.Package;
        var preparatory = Before(day);
        var scope = ScopeOf(group);
        var venue = at ?? VenueFor(group, scope, preparatory, day);
        var sitting = group.Candidates.Where(c => !_sat.Contains(c.Id)).Take(Math.Min(candidates, venue.AccreditationFor(package.Code, scope.Level, preparatory, day).Workplaces)).ToList();
        var letters = string.Concat(package.CriteriaOf(scope).Select(c => c.Letter));
        bool Free(Expert e) => !_busy.Contains((e.Id.Value, day)) && !_busy.Contains((e.Id.Value, preparatory));
        var free = _region.Experts[package].Where(Free).ToList();
        chief ??= free.First(e => e.IsEligible(ExamRole.ChiefExpert, package, preparatory, day) && e != Chief);
        scorers ??= [.. free.Skip(8).Concat(free.Take(8)).Where(e => e != chief && e.IsEligible(ExamRole.ScoringExpert, package, day, day) && sitting.All(c => e.ConflictWith(c, _region.Tree) is null)).Take(4)];
        var technical = free.Last(e => e != chief && !scorers.Contains(e));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(DemoRegion.TimeZone);
        // Today's exams began two hours ago, and end today.
        var start = day.ToDateTime(new TimeOnly(day == _today ? Math.Clamp(TimeZoneInfo.ConvertTime(_now, zone).Hour - 2, 0, 16) : 9, 0));

        var plan = new ExamPlan(
            TypeOf(group.Category), package, scope, venue, group.Organisation.Id, preparatory, day, day,
            [new PlannedGroup(new DateTimeOffset(start, zone.GetUtcOffset(start)), [.. Enumerable.Range(1, venue.Workplaces)], sitting)],
            [new(chief, ExamRole.ChiefExpert), .. scorers.Select(s => new PlannedExpert(s, ExamRole.ScoringExpert, letters)), new(technical, ExamRole.TechnicalExpert)],
            _region.Tree)
        {
            Conditions = Conditions,
        };
        var exam = Exam.Schedule(ExamId.New(), Number(day.Year), plan, preparatory, asDraft);
        exam.NoteChange(null, Organiser, Past(StartOf(exam).AddDays(-30)));
        _plans[exam.Id] = plan;
        Keep(day, [chief, technical, .. scorers]);
        Keep(preparatory, [chief, technical]);
        _sat.UnionWith(sitting.Select(c => c.Id));
        Exams.Add(exam);
        return exam;
    }

    private List<ScoreSheet> Run(Exam exam, AssessmentPackage package, int absent, int removed)
    {
        var (chief, by, start) = (exam.Chief.ExpertId, NameOf(exam.Chief), Past(StartOf(exam)));
        Ready(exam, package, Past(StartOf(exam).AddHours(-18)));
        foreach (var (enrolment, place) in exam.Enrolments.Select((e, i) => (e, i)).Skip(absent))
        {
            exam.Admit(chief, enrolment.CandidateId, IdentityDocument.Passport, string.Create(CultureInfo.InvariantCulture, $"{_random.Next(10000):0000}"), exam.FirstDay, start.AddMinutes(-35 + place));
        }

        Step(exam, by, start, () => exam.Start(chief, null, exam.FirstDay, start));
        foreach (var (enrolment, place) in exam.Enrolments.Select((e, i) => (e, i)).Take(absent + removed))
        {
            if (place < absent)
            {
                exam.RecordOutcome(chief, enrolment.CandidateId, ParticipationOutcome.Absent, null, null, start.AddMinutes(30));
            }
            else
            {
                exam.RecordOutcome(chief, enrolment.CandidateId, ParticipationOutcome.Removed, "Пользовался телефоном во время работы", "Акт об удалении № 1", start.AddMinutes(50));
            }
        }

        var sheets = (
            from enrolment in exam.Present
            from criterion in package.CriteriaOf(exam.Scope)
            select new ScoreSheet(ScoreSheetId.New(), exam.Id, enrolment.CandidateId, criterion.Id)).ToList();
        Sheets.AddRange(sheets);
        return sheets;
    }

    private void Score(Exam exam, AssessmentPackage package, int most = int.MaxValue)
    {
        var abilities = exam.Present.ToDictionary(e => e.CandidateId, _ => _scores.Ability());
        var scorers = ScorersOf(exam);
        foreach (var sheet in Sheets.Where(s => s.ExamId == exam.Id).Take(most))
        {
            var criterion = package.Criteria.Single(c => c.Id == sheet.CriterionId);
            _scores.Fill(sheet, criterion, abilities[sheet.CandidateId], scorers, Past(StartOf(exam).AddHours(5).AddMinutes(20 * criterion.Position)));
        }
    }

    private void Lock(Exam exam, AssessmentPackage package, ExamStatus last = ExamStatus.ResultsAnnounced)
    {
        var evening = StartOf(exam).AddHours(9);
        var sheets = Sheets.Where(s => s.ExamId == exam.Id).ToList();
        foreach (var sheet in sheets)
        {
            var criterion = package.Criteria.Single(c => c.Id == sheet.CriterionId);
            var signers = ScorersOf(exam).Where(d => d.Scores(criterion.Letter)).Select(d => d.ExpertId).ToList();
            signers.ForEach(signer => sheet.Sign(criterion, package.Judgement, signer, evening.AddMinutes(-20)));
            sheet.Lock(criterion, package.Judgement, signers, exam.Chief.ExpertId, evening);
        }

        Step(exam, NameOf(exam.Chief), evening.AddHours(-4), () => exam.FinishWork(exam.Chief.ExpertId, evening.AddHours(-4)));
        Step(exam, NameOf(exam.Chief), evening, () => exam.Lock(exam.Chief.ExpertId, package, sheets, evening));
        foreach (var criterion in package.CriteriaOf(exam.Scope))
        {
            var locked = sheets.Where(s => s.CriterionId == criterion.Id).ToList();
            Note(exam, AuditDeed.SheetsLocked, evening, [("criterion", criterion.Letter), ("sheets", $"{locked.Count}"), .. locked.Select(s => ($"content:{s.Id}", s.ContentHash()))]);
        }

        var organisations = _region.Candidates.ToDictionary(c => c.Id, c => c.OrganisationId);
        Locked.Add((exam, [.. exam.Present.Select(e => new Result(ResultId.New(), exam.Id, e.CandidateId, 1, package, exam.Scope,
            [.. sheets.Where(s => s.CandidateId == e.CandidateId)], GradeScale.InForce(_scales, organisations[e.CandidateId], exam.LastDay), evening))]));
        var results = Locked[^1].Results;
        var protocol = new ResultProtocol(ResultProtocolId.New(), exam.Id, 1, results, evening.AddMinutes(2));
        protocol.Sign(new ProtocolSignature(ProtocolRole.ChiefExpert, exam.Chief.ExpertId.Value, _names[exam.Chief.ExpertId].Full, null, evening.AddMinutes(10)));
        foreach (var duty in ScorersOf(exam))
        {
            protocol.Sign(new ProtocolSignature(ProtocolRole.ScoringExpert, duty.ExpertId.Value, _names[duty.ExpertId].Full, null, evening.AddMinutes(12)));
        }

        Protocols.Add(protocol);
        Note(exam, AuditDeed.ResultsLocked, evening.AddMinutes(2), [("results", $"{results.Count}"), .. results.Select(r => ($"result:{r.Id}", r.ContentHash()))]);
        if (last == ExamStatus.Locked)
        {
            return;
        }

        protocol.Sign(new ProtocolSignature(ProtocolRole.BoardMember, exam.OrganiserId.Value, "Соколова Марина Игоревна", "заместитель директора, член ГЭК", evening.AddMinutes(15)));
        Step(exam, "Соколова Марина Игоревна", evening.AddMinutes(15), exam.SignedByAll);
        if (last == ExamStatus.ProtocolSigned)
        {
            return;
        }

        protocol.Announce(ScorersOf(exam).Select(d => d.ExpertId), evening.AddHours(15));
        Step(exam, Organiser, evening.AddHours(15), exam.Announced);
    }

    private void Note(Exam exam, AuditDeed deed, DateTimeOffset at, IEnumerable<(string, string)> details, Expert? by = null)
    {
        var actor = by ?? _region.Experts.Values.SelectMany(e => e).First(e => e.Id == exam.Chief.ExpertId);
        Trail.Add(new AuditRecord(AuditRecordId.New(), exam.Id, Trail.LastOrDefault(r => r.ExamId == exam.Id), at, actor.Id.ToString(), actor.Name.Initials, deed, details));
    }

    // Groups take turns, so that skills, colleges and categories mix.
    private StudyGroup NextGroup(Func<StudyGroup, bool> wanted)
    {
        for (var tries = 0; tries < _region.Groups.Count; tries++)
        {
            var group = _region.Groups[(_turn += 7) % _region.Groups.Count];
            if (wanted(group) && group.Candidates.Count(c => !_sat.Contains(c.Id)) >= 6)
            {
                return group;
            }
        }

        return _region.Groups.First(g => wanted(g) && g.Candidates.Count(c => !_sat.Contains(c.Id)) >= 6);
    }

    private Venue VenueFor(StudyGroup group, ExamScope scope, DateOnly first, DateOnly last)
    {
        var suitable = _region.Venues.Where(v => v.Accreditations.Any(a => a.PackageCode == group.Package.Code && a.Level == scope.Level && a.Covers(first, last))
            && !Exams.Any(e => e.VenueId == v.Id && e.FirstDay == last && !e.Status.IsOff)).ToList();
        return suitable.FirstOrDefault(v => v.OrganisationId == group.Organisation.Id) ?? suitable[_random.Next(suitable.Count)];
    }

    private ExamScope ScopeOf(StudyGroup group) => group.Category switch
    {
        CandidateCategory.Student or CandidateCategory.Schoolchild => new ExamScope(ExamLevel.Interim),
        CandidateCategory.Graduate when group.Package == _region.Welding => new ExamScope(ExamLevel.Profile),
        CandidateCategory.Graduate => new ExamScope(ExamLevel.Profile, WithVariativePart: group.Organisation == _region.Digital || group.Organisation == _region.Service),
        _ => new ExamScope(ExamLevel.Base),
    };

    private static ExamType TypeOf(CandidateCategory category) => category switch
    {
        CandidateCategory.Graduate => ExamType.StateAttestation,
        CandidateCategory.Student => ExamType.InterimAttestation,
        CandidateCategory.AdultLearner => ExamType.VocationalTraining,
        _ => ExamType.Other,
    };

    private string Number(int year)
    {
        if (!_numbers.TryGetValue(year, out var series))
        {
            _numbers[year] = series = new NumberSeries(string.Create(CultureInfo.InvariantCulture, $"exam-{DemoRegion.Code}-{year:0000}"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"ДЭ-{DemoRegion.Code}-{year:0000}-{series.Next():0000}");
    }

    private static List<ExpertDuty> ScorersOf(Exam exam) => [.. exam.Duties.Where(d => d.Role == ExamRole.ScoringExpert)];

    private DateTimeOffset Past(DateTimeOffset moment) => moment < _now.AddMinutes(-30) ? moment : _now.AddMinutes(-30);

    private static DateTimeOffset StartOf(Exam exam) => exam.Groups[0].StartsAt;

    private void Keep(DateOnly day, IEnumerable<Expert> experts) => _busy.UnionWith(experts.Select(e => (e.Id.Value, day)));

    /// <summary>The working day so many working days from today; 0 is today, whatever day it is.</summary>
    private DateOnly WorkDay(int distance)
    {
        var day = _today;
        for (var left = Math.Abs(distance); left > 0;)
        {
            day = day.AddDays(Math.Sign(distance));
            left -= IsWorkDay(day) ? 1 : 0;
        }

        return day;
    }

    private static DateOnly Before(DateOnly day)
    {
        do
        {
            day = day.AddDays(-1);
        }
        while (!IsWorkDay(day));
        return day;
    }

    private static bool IsWorkDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
