using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using DemoExam.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

/// <summary>Exams of today on which many experts can write marks at once.</summary>
internal static class ScoringLoad
{
    /// <summary>Of everybody that <see cref="Seed"/> makes.</summary>
    public const string Password = "seven quiet lamps";

    private const string Region = "39";
    private const int Scorers = 4, Seats = 12;

    /// <summary>Makes exams, each with four scoring experts and twelve candidates, each expert with three candidates of their own.</summary>
    public static async Task<List<Job>> Seed(DemoExamDb db, int exams)
    {
        var package = await db.Packages.OrderBy(p => p.Code).FirstAsync(p => p.Status == PackageStatus.Published && p.SpecialityCode == "09.02.07");
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(2));
        var scope = new ExamScope(ExamLevel.Base);
        var measured = package.CriteriaOf(scope).SelectMany(c => c.Aspects.Where(a => a.Scale is not JudgementScale)).ToList();
        var letters = string.Concat(package.CriteriaOf(scope).Select(c => c.Letter));
        var role = await db.Roles.Where(r => r.Name == Roles.ScoringExpert).Select(r => r.Id).SingleAsync();
        var hash = new PasswordHasher<Account>().HashPassword(new Account(), Password);
        var college = new Organisation(OrganisationId.New(), OrganisationKind.Educational, "Колледж нагрузки", "Колледж нагрузки", "Load College", Region, "Калининград");
        var employer = new Organisation(OrganisationId.New(), OrganisationKind.Employer, "Завод нагрузки", "Завод нагрузки", "Load Works", Region, "Калининград");
        db.AddRange(college, employer);
        await db.SaveChangesAsync();
        var jobs = new List<Job>();
        var made = new List<ExamId>();
        for (var number = 1; number <= exams; number++)
        {
            var venue = new Venue(VenueId.New(), college.Id, $"ЦПДЭ нагрузки № {number}", $"Load Venue No. {number}", Region, "Калининград", $"ул. Нагрузки, {number}", "Europe/Kaliningrad", Seats);
            venue.Accredit(AccreditationId.New(), new AccreditationTerms(package.Code, ExamLevel.Base, $"АТ-{number}", today.AddMonths(-1), today.AddMonths(1), Seats));
            var experts = Enumerable.Range(0, Scorers + 1).Select(i =>
            {
                var expert = new Expert(ExpertId.New(), new PersonName($"Нагрузкин{number}", $"{(char)('А' + i)}лександр", null), employer.Id, Region, null);
                expert.AddCredential(ExpertCredentialId.New(), i == 0 ? CredentialType.ConductRight : CredentialType.AssessmentRight, package.SpecialityCode, $"НГ-{number}-{i}", today.AddYears(-1), today.AddYears(1));
                return expert;
            }).ToList();
            var candidates = Enumerable.Range(1, Seats).Select(i => new Candidate(CandidateId.New(),
                new CandidateDetails(new PersonName($"Нагрузкина{number}", $"{(char)('А' + i)}нна", null), $"Nagruzkina{number} {i}", new DateOnly(2006, 3, 14), CandidateCategory.Graduate, college.Id, "НГ-1", null), Region)).ToList();
            db.Add(venue);
            db.AddRange(experts);
            db.AddRange(candidates);
            var exam = Exam.Schedule(ExamId.New(), $"НГ-{number:0000}", new ExamPlan(ExamType.StateAttestation, package, scope, venue, college.Id, today, today, today,
                [new PlannedGroup(new DateTimeOffset(today, new TimeOnly(9, 0), TimeSpan.FromHours(2)), [.. Enumerable.Range(1, Seats)], candidates)],
                [new(experts[0], ExamRole.ChiefExpert), .. experts.Skip(1).Select(e => new PlannedExpert(e, ExamRole.ScoringExpert, letters))],
                new OrganisationTree(new Dictionary<OrganisationId, OrganisationId?>())), today);
            exam.Confirm();
            db.Add(exam);
            db.AddRange(candidates.SelectMany(c => package.CriteriaOf(scope).Select(criterion => new ScoreSheet(ScoreSheetId.New(), exam.Id, c.Id, criterion.Id))));
            made.Add(exam.Id);
            foreach (var (expert, index) in experts.Skip(1).Select((e, i) => (e, i)))
            {
                var user = $"load-{number}-{index}@example.test";
                var account = new Account
                {
                    Id = Guid.CreateVersion7(), UserName = user, NormalizedUserName = user.ToUpperInvariant(), Email = user, NormalizedEmail = user.ToUpperInvariant(), DisplayName = expert.Name.Initials,
                    RegionCode = Region, ExpertId = expert.Id, PasswordHash = hash, SecurityStamp = Guid.NewGuid().ToString("N"), EmailConfirmed = true,
                };
                db.Users.Add(account);
                db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = role });
                jobs.AddRange(from candidate in candidates.Where((_, i) => i % Scorers == index)
                              from aspect in measured
                              select new Job(user, $"/api/v1/exams/{exam.Id}/criteria/{aspect.Code[..1]}/sheets/{candidate.Id}", $"/api/v1/exams/{exam.Id}/candidates/{candidate.Id}/scores/{aspect.Id}"));
            }

            if (number % 20 == 0)
            {
                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
            }
        }

        await db.SaveChangesAsync();
        // The preparatory day and the door are no part of what is measured.
        var now = DateTimeOffset.UtcNow;
        await db.Exams.Where(e => made.Contains(e.Id)).ExecuteUpdateAsync(e => e.SetProperty(x => x.Status, ExamStatus.Running));
        await db.Enrolments.Where(e => made.Contains(EF.Property<ExamId>(e, "ExamId"))).ExecuteUpdateAsync(e => e.SetProperty(x => x.Outcome, ParticipationOutcome.Present).SetProperty(x => x.AdmittedAt, now).SetProperty(x => x.BriefedAt, now));
        await db.Set<ExamGroup>().Where(g => made.Contains(EF.Property<ExamId>(g, "ExamId"))).ExecuteUpdateAsync(g => g.SetProperty(x => x.StartedAt, now));
        await db.ExpertDuties.Where(d => made.Contains(EF.Property<ExamId>(d, "ExamId"))).ExecuteUpdateAsync(d => d.SetProperty(x => x.BriefedAt, now));
        return jobs;
    }
}

/// <summary>A mark that can be written, once.</summary>
internal sealed record Job(string User, string Sheet, string Score);
