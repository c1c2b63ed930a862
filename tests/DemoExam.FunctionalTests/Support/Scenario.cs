using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Data.Demo;
using DemoExam.Domain;
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
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// States of an exam, each reached through the earlier ones by the domain's own methods. Every call makes new people, a
/// new venue and a new exam; region, package and grade scale are shared within the class.
/// </summary>
public sealed class Scenario(App app)
{
    private readonly Lazy<Task> _region = new(() => app.Change(MakeRegion));
    private readonly Lazy<Task<AssessmentPackage>> _package = new(() => MakePackage(app));
    private int _count;

    /// <summary>Region 39 with the federal grade scale.</summary>
    public Task ARegion() => _region.Value;

    /// <summary>Web Technologies: 52 aspects, 25 / 50 / 75 / 100 points, published.</summary>
    public async Task<AssessmentPackage> APublishedPackage()
    {
        await ARegion();
        return await _package.Value;
    }

    public Task<Organisation> ACollege() => AnOrganisation(OrganisationKind.Educational, "Колледж");

    public Task<Organisation> AnEmployer() => AnOrganisation(OrganisationKind.Employer, "Завод");

    public async Task<Venue> AVenue(int workplaces = 12)
    {
        var college = await ACollege();
        var number = Next();
        var venue = new Venue(VenueId.New(), college.Id, $"ЦПДЭ № {number}", $"Venue No. {number}", TestUser.TestRegion, "Калининград", $"ул. Учебная, {number}", "Europe/Kaliningrad", workplaces);
        await Add(venue);
        return venue;
    }

    /// <summary>A venue accredited for the package at every level from half a year ago to half a year ahead.</summary>
    public async Task<Venue> AnAccreditedVenue(int workplaces = 12)
    {
        var package = await APublishedPackage();
        var venue = await AVenue(workplaces);
        await app.Change(async db =>
        {
            venue = await db.Venues.SingleAsync(v => v.Id == venue.Id);
            foreach (var level in Enum.GetValues<ExamLevel>())
            {
                venue.Accredit(AccreditationId.New(), new AccreditationTerms(package.Code, level, $"АТ-{Next()}", app.Clock.Today.AddMonths(-6), app.Clock.Today.AddMonths(6), workplaces));
            }
        });
        return venue;
    }

    /// <summary>An expert of an employer, with a credential for the package unless <paramref name="type"/> is null.</summary>
    public async Task<Expert> AnExpert(CredentialType? type = CredentialType.AssessmentRight, OrganisationId? employer = null, DateOnly? validTo = null)
    {
        var package = await APublishedPackage();
        var number = Next();
        var expert = new Expert(ExpertId.New(), new PersonName($"Экспертов{number}", "Эдуард", "Эрнестович"), employer ?? (await AnEmployer()).Id, TestUser.TestRegion, null);
        if (type is { } given)
        {
            expert.AddCredential(ExpertCredentialId.New(), given, package.SpecialityCode, $"СВ-{number}", app.Clock.Today.AddYears(-1), validTo ?? app.Clock.Today.AddYears(1));
        }

        await Add(expert);
        return expert;
    }

    public async Task<Candidate> ACandidate(OrganisationId? organisation = null, PersonName? name = null)
    {
        var number = Next();
        var candidate = new Candidate(CandidateId.New(),
            new CandidateDetails(name ?? new PersonName($"Кандидатова{number}", "Ксения", "Кирилловна"), $"Kandidatova{number} Kseniia", new DateOnly(2006, 3, 14), CandidateCategory.Graduate,
                organisation ?? (await ACollege()).Id, "ИС-41", null),
            TestUser.TestRegion);
        await Add(candidate);
        return candidate;
    }

    /// <summary>
    /// An exam on the clock's today, submitted: one group, a chief, three scoring experts for every criterion, a technical
    /// expert, candidates of one college. Base level: 31 aspects, 50 points.
    /// </summary>
    public async Task<ExamState> AScheduledExam(int candidates = 3, ExamScope? scope = null)
    {
        var package = await APublishedPackage();
        var venue = await AnAccreditedVenue(candidates);
        var college = await ACollege();
        var sitting = new List<Candidate>();
        for (var i = 0; i < candidates; i++)
        {
            sitting.Add(await ACandidate(college.Id));
        }

        var chief = await AnExpert(CredentialType.ConductRight);
        var scorers = new List<Expert>();
        while (scorers.Count < package.ScoringExpertsFor(candidates))
        {
            scorers.Add(await AnExpert());
        }

        var technical = await AnExpert(null);
        var covered = scope ?? new ExamScope(ExamLevel.Base);
        var letters = string.Concat(package.CriteriaOf(covered).Select(c => c.Letter));
        var today = app.Clock.Today;
        var exam = Exam.Schedule(ExamId.New(), $"ДЭ-{TestUser.TestRegion}-{today.Year}-{Next():0000}", new ExamPlan(
            ExamType.StateAttestation, package, covered, venue, college.Id, today, today, today,
            [new PlannedGroup(new DateTimeOffset(today, new TimeOnly(9, 0), TimeSpan.FromHours(2)), [.. Enumerable.Range(1, candidates)], sitting)],
            [
                new(chief, ExamRole.ChiefExpert),
                .. scorers.Select(s => new PlannedExpert(s, ExamRole.ScoringExpert, letters)),
                new(technical, ExamRole.TechnicalExpert),
            ],
            new OrganisationTree(new Dictionary<OrganisationId, OrganisationId?>())), today);
        await Add(exam);
        return new ExamState(exam.Id, package, covered, venue, college.Id, chief, scorers, technical, sitting);
    }

    public async Task<ExamState> AConfirmedExam(int candidates = 3, ExamScope? scope = null)
    {
        var state = await AScheduledExam(candidates, scope);
        await On(state, (exam, _) => exam.Confirm());
        return state;
    }

    /// <summary>The preparatory day is done: workplaces drawn, checklist in order, everybody briefed, the readiness act signed.</summary>
    public async Task<ExamState> AReadyExam(int candidates = 3, ExamScope? scope = null)
    {
        var state = await AConfirmedExam(candidates, scope);
        await On(state, (exam, db) => MakeReady(state, exam, db));
        return state;
    }

    /// <summary>A ready exam for which everybody has come and shown a passport.</summary>
    public async Task<ExamState> AnAdmittedExam(int candidates = 3, ExamScope? scope = null)
    {
        var state = await AReadyExam(candidates, scope);
        await On(state, (exam, _) => Admit(state, exam));
        return state;
    }

    /// <summary>Started, everybody present, an empty sheet for each candidate and criterion.</summary>
    public async Task<ExamState> ARunningExam(int candidates = 3, ExamScope? scope = null)
    {
        var state = await AnAdmittedExam(candidates, scope);
        await On(state, (exam, db) =>
        {
            exam.Start(state.Chief.Id, null, app.Clock.Today, app.Clock.Now);
            foreach (var candidate in state.Candidates)
            {
                db.ScoreSheets.AddRange(state.Package.CriteriaOf(state.Scope).Select(c => new ScoreSheet(ScoreSheetId.New(), exam.Id, candidate.Id, c.Id)));
            }
        });
        return state;
    }

    /// <summary>
    /// Every aspect of every candidate has its mark and every sheet its signatures; sheets are open. The first candidate has full marks, the others less.
    /// </summary>
    public async Task<ExamState> AScoredExam(int candidates = 3, ExamScope? scope = null)
    {
        var state = await ARunningExam(candidates, scope);
        await app.Change(async db =>
        {
            var sheets = await db.ScoreSheets.Where(s => s.ExamId == state.Id).ToListAsync();
            foreach (var (candidate, index) in state.Candidates.Select((c, i) => (c, i)))
            {
                foreach (var criterion in state.Package.CriteriaOf(state.Scope))
                {
                    var sheet = sheets.Single(s => s.CandidateId == candidate.Id && s.CriterionId == criterion.Id);
                    foreach (var aspect in criterion.Aspects)
                    {
                        Score(sheet, aspect, state, missing: index);
                    }

                    foreach (var scorer in state.Scorers)
                    {
                        sheet.Sign(criterion, state.Package.Judgement, scorer.Id, app.Clock.Now);
                    }
                }
            }
        });
        return state;
    }

    /// <summary>Results fixed, the protocol signed and announced, a passport ordered for each candidate; no passport is issued yet.</summary>
    public async Task<ExamState> ALockedExam(int candidates = 3, ExamScope? scope = null)
    {
        var state = await AScoredExam(candidates, scope);
        await On(state, async (exam, db) =>
        {
            var now = app.Clock.Now;
            var sheets = await db.ScoreSheets.Where(s => s.ExamId == state.Id).ToListAsync();
            foreach (var sheet in sheets)
            {
                sheet.Lock(state.Package.Criteria.Single(c => c.Id == sheet.CriterionId), state.Package.Judgement, [.. state.Scorers.Select(s => s.Id)], state.Chief.Id, now);
            }

            exam.FinishWork(state.Chief.Id, now);
            exam.Lock(state.Chief.Id, state.Package, sheets, now);
            var scale = await db.GradeScales.OrderBy(s => s.ValidFrom).FirstAsync();
            var key = $"passport-{TestUser.TestRegion}-{now.Year}";
            var series = await db.NumberSeries.FindAsync(key) ?? db.NumberSeries.Add(new NumberSeries(key)).Entity;
            var results = new List<Result>();
            foreach (var candidate in state.Candidates)
            {
                var result = new Result(ResultId.New(), exam.Id, candidate.Id, 1, state.Package, state.Scope, [.. sheets.Where(s => s.CandidateId == candidate.Id)], scale, now);
                db.Results.Add(result);
                results.Add(result);
                db.PassportOrders.Add(new PassportOrder(PassportOrderId.New(), PassportId.New(), exam.Id, candidate.Id, result.Id,
                    PassportNumber.Of(TestUser.TestRegion, now.Year, series.Next()), PublicToken.From(RandomNumberGenerator.GetBytes(16)), 1, now, await FreePlace(db)));
            }

            var protocol = new ResultProtocol(ResultProtocolId.New(), exam.Id, 1, results, now);
            protocol.Sign(new ProtocolSignature(ProtocolRole.ChiefExpert, state.Chief.Id.Value, state.Chief.Name.Full, null, now));
            protocol.Sign(new ProtocolSignature(ProtocolRole.BoardMember, state.College.Value, "Членова Мария Петровна", "член ГЭК", now));
            foreach (var scorer in state.Scorers)
            {
                protocol.Sign(new ProtocolSignature(ProtocolRole.ScoringExpert, scorer.Id.Value, scorer.Name.Full, null, now));
            }

            exam.SignedByAll();
            protocol.Announce(state.Scorers.Select(x => x.Id), now);
            exam.Announced();
            db.ResultProtocols.Add(protocol);

            // As the commands would have written it: the audit asks the trail what was locked.
            var chief = (Id: state.Chief.Id.ToString(), Name: state.Chief.Name.Full);
            var first = new AuditRecord(AuditRecordId.New(), exam.Id, null, now, chief.Id, chief.Name, AuditDeed.SheetsLocked, sheets.Select(s => ($"content:{s.Id}", s.ContentHash())));
            db.AuditRecords.AddRange(first, new AuditRecord(AuditRecordId.New(), exam.Id, first, now, chief.Id, chief.Name, AuditDeed.ResultsLocked, results.Select(r => ($"result:{r.Id}", r.ContentHash()))));
        });
        return state;
    }

    private void MakeReady(ExamState state, Exam exam, DemoExamDb db)
    {
        var draw = new WorkplaceDraw(WorkplaceDrawId.New(), exam.Id, 1, RandomNumberGenerator.GetBytes(WorkplaceDraw.SeedLength), app.Clock.Now);
        // The lot fell as they were entered, so that the first candidate sits at the first place.
        db.WorkplaceDraws.Add(draw).Property(d => d.DrawnAt).CurrentValue = app.Clock.Now;
        exam.BeginPreparation([new ReadinessItem("workplaces", new Words("Рабочие места", "Workplaces"), true)], app.Clock.Today);
        exam.CheckReadiness(state.Technical.Id, state.Technical.Name.Initials, "workplaces", ReadinessState.There, null, app.Clock.Now);
        exam.Brief(state.Technical.Id, state.Technical.Name.Initials, [.. state.Candidates.Select(c => c.Id)], [.. exam.Duties.Select(d => d.ExpertId)], app.Clock.Now);
        exam.SignReadiness(state.Chief.Id, draw, [], app.Clock.Now);
    }

    private void Admit(ExamState state, Exam exam)
    {
        foreach (var candidate in state.Candidates)
        {
            exam.Admit(state.Chief.Id, candidate.Id, IdentityDocument.Passport, "4417", app.Clock.Today, app.Clock.Now);
        }
    }

    /// <summary>Loads the exam, changes it and saves.</summary>
    public Task On(ExamState state, Action<Exam, DemoExamDb> change) => On(state, (exam, db) =>
    {
        change(exam, db);
        return Task.CompletedTask;
    });

    private Task On(ExamState state, Func<Exam, DemoExamDb, Task> change) =>
        app.Change(async db => await change(await db.Exams.SingleAsync(e => e.Id == state.Id), db));

    // The entry that leaves out the given number of steps of whatever the scale counts in.
    private void Score(ScoreSheet sheet, Aspect aspect, ExamState state, int missing)
    {
        var value = aspect.Scale switch
        {
            YesNoScale => missing > 1 ? 0 : 1,
            CountScale count => Math.Max(0, count.Highest - missing),
            DeductionScale => missing,
            JudgementScale judgement => Math.Max(0, judgement.Highest - missing),
            _ => throw new NotSupportedException($"The package of the tests has no {aspect.Scale.GetType().Name}."),
        };
        foreach (var expert in state.Scorers.Take(aspect.Type == AspectType.Judgement ? state.Package.Judgement.Judges : 1))
        {
            sheet.Record(new ScoreEntry(ScoreEntryId.New(), aspect.Id, expert.Id, ScoreContent.Of(ScoreValue.Of(value)), [], app.Clock.Now, app.Clock.Now), aspect);
        }
    }

    private async Task<Organisation> AnOrganisation(OrganisationKind kind, string word)
    {
        await ARegion();
        var number = Next();
        var organisation = new Organisation(OrganisationId.New(), kind, $"{word} № {number} города Калининграда", $"{word} № {number}", $"Organisation No. {number}", TestUser.TestRegion, "Калининград");
        await Add(organisation);
        return organisation;
    }

    private Task Add(object entity) => app.Change(db =>
    {
        db.Add(entity);
        return Task.CompletedTask;
    });

    // The service takes places at random, and may have taken the next one.
    private async Task<StatusPlace> FreePlace(DemoExamDb db)
    {
        int index;
        do
        {
            index = Next();
        }
        while (await db.PassportOrders.AnyAsync(o => o.StatusList == 1 && o.StatusIndex == index));

        return new StatusPlace(1, index);
    }

    private int Next() => Interlocked.Increment(ref _count);

    private static async Task MakeRegion(DemoExamDb db)
    {
        if (!await db.Regions.AnyAsync(r => r.Code == TestUser.TestRegion))
        {
            db.Regions.Add(new Region(TestUser.TestRegion, "Калининградская область", "Kaliningrad Oblast", "Europe/Kaliningrad"));
        }

        if (!await db.GradeScales.AnyAsync())
        {
            db.GradeScales.Add(new GradeScale(GradeScaleId.New(), "Федеральная", "№ Р-42 от 01.04.2019", null, new DateOnly(2019, 4, 1), null, [new(0, "2"), new(2000, "3"), new(4000, "4"), new(7000, "5")]));
        }
    }

    private static async Task<AssessmentPackage> MakePackage(App app)
    {
        var package = DemoPackages.WebTechnologies(app.Clock.Now);
        await app.Change(db =>
        {
            db.Add(package);
            return Task.CompletedTask;
        });
        return package;
    }
}

/// <summary>An exam of the tests and who is in it. The objects are as they were when they were made; ask the database for what holds now.</summary>
public sealed record ExamState(ExamId Id, AssessmentPackage Package, ExamScope Scope, Venue Venue, OrganisationId College,
    Expert Chief, IReadOnlyList<Expert> Scorers, Expert Technical, IReadOnlyList<Candidate> Candidates)
{
    public TestUser ChiefUser => TestUser.Chief(Chief.Id);

    public TestUser OrganiserUser => TestUser.OrganiserOf(College);

    public TestUser ScorerUser(int index = 0) => TestUser.Scorer(Scorers[index].Id);

    public TestUser HolderUser(int index = 0) => TestUser.Holder(Candidates[index].Id);

    /// <summary>An aspect by its code, for example <c>A1.2</c>.</summary>
    public Aspect Aspect(string code) => Package.AspectsOf(Scope).Single(a => a.Code == code);
}
