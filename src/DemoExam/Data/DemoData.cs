using DemoExam.Credentials.Signing;
using DemoExam.Data.Demo;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Passports;
using DemoExam.Features.Invitations;
using DemoExam.Features.Mail;
using DemoExam.Features.Passports;
using DemoExam.Jobs;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Data;

/// <summary>
/// Fills an empty database with a lifelike region: invented people, exams in every state around today, passports issued by the
/// ordinary job. The same seed makes the same region on every machine; ids, tokens and the password are new each time.
/// </summary>
internal sealed class DemoData(IServiceProvider services, IConfiguration configuration, TimeProvider time)
{
    private const int Seed = 39;

    /// <summary>Who can sign in, as a table. The file is written last: while it is missing, the region is not complete.</summary>
    public string SignIns => File.ReadAllText(SignInsFile);

    private string SignInsFile => Path.Combine(DataFolder.Of(configuration), "demo-sign-ins.txt");

    /// <summary>
    /// Gives the region a signing key that was there before its first exam; a key of today could not have signed last month's
    /// passports. Call it before the service opens its key.
    /// </summary>
    public void MakeSigningKey()
    {
        var folder = Path.Combine(DataFolder.Of(configuration), "keys");
        if (string.IsNullOrEmpty(configuration["Signing:KeyFile"]) && !Directory.Exists(folder))
        {
            NewSigningKey.Create(folder, configuration["Issuer:Name"] ?? "DemoExam", time.GetUtcNow().AddYears(-1));
        }
    }

    /// <summary>Makes the region in an empty database.</summary>
    public async Task Fill(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(DemoRegion.TimeZone)).DateTime);
        var random = new Random(Seed);
        var region = new DemoRegion(random, now, today);
        var scales = region.Scales();
        var exams = new DemoExams(region, scales, services.GetRequiredService<WorkingCalendar>(), services.GetRequiredService<ReadinessChecklist>(), random, now, today);

        await Save(db =>
        {
            db.Add(new Region(DemoRegion.Code, "Калининградская область", "Kaliningrad Oblast", DemoRegion.TimeZone));
            db.AddRange(DemoSpecialities.All());
            db.AddRange(region.Organisations);
            db.AddRange(region.Web, region.Cooking, region.Welding);
            db.AddRange(scales);
            db.AddRange(region.Venues);
            db.AddRange(region.Experts.Values.SelectMany(e => e));
            db.AddRange(region.Candidates);
            db.AddRange(region.Doubles);
            db.AddRange(region.History);
            db.AddRange(exams.Exams);
            db.AddRange(exams.Conditions.Values);
            db.AddRange(exams.Draws);
            db.AddRange(exams.Sheets);
            db.AddRange(exams.Locked.SelectMany(l => l.Results));
            db.AddRange(exams.Numbers);
            db.AddRange(exams.Trail);
            db.AddRange(exams.Protocols);
            db.AddRange(exams.Boards);
            db.AddRange(exams.Appeals);
            db.AddRange(exams.Variants);
            return Task.CompletedTask;
        }, ct);
        await Save(async db =>
        {
            var programmes = new DemoProgrammes(region, random, now, today);
            db.Add(DemoProgrammes.Second);
            db.AddRange(programmes.Organisations);
            db.AddRange(programmes.Venues);
            db.AddRange(programmes.Candidates);
            db.AddRange(programmes.Programmes);
            db.AddRange(programmes.Participants);
            var trained = programmes.Trained.ConvertAll(t => t.Expert);
            var experts = await db.Experts.Where(e => trained.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
            foreach (var one in programmes.Trained)
            {
                experts[one.Expert].AddCredential(ExpertCredentialId.New(), CredentialType.AssessmentRight, one.Covers, one.Number, one.From, one.From.AddYears(2).AddDays(-1), one.As);
            }
        }, ct);
        foreach (var (exam, results) in exams.Locked)
        {
            await Save(db => db.OrderPassports(exam, results, exam.LockedAt!.Value, ct), ct);
        }

        await IssuePassports(exams, now, ct);
        var employers = new DemoEmployers(region, now, today);
        await Save(async db =>
        {
            db.UpdateRange(region.Employers.Values.SelectMany(e => e));
            db.AddRange(employers.Applications);
            db.AddRange(employers.Needs);
            var shared = await db.Passports.Where(p => p.Status == PassportStatus.Issued && db.Exams.Any(e => e.Id == p.ExamId && e.PackageId == region.Web.Id)).OrderByDescending(p => p.Number).Take(4).ToListAsync(ct);
            db.AddRange(shared.Select(employers.Share));
        }, ct);
        var signIns = await AddAccounts(region, exams, employers, ct);
        await Invite(exams, now, ct);
        await File.WriteAllTextAsync(SignInsFile, signIns, ct);
        if (!OperatingSystem.IsWindows())
        {
            // The password opens invented data only, but other users of the machine need not read it.
            File.SetUnixFileMode(SignInsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Whether the region can be made, or is there.</summary>
    public async Task<DemoState> State(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        return !await db.Regions.AnyAsync(ct) && !await db.Users.AnyAsync(ct) ? DemoState.Empty
            : File.Exists(SignInsFile) ? DemoState.Complete
            : DemoState.OtherData;
    }

    private async Task IssuePassports(DemoExams exams, DateTimeOffset now, CancellationToken ct)
    {
        var job = ActivatorUtilities.CreateInstance<IssuePassportsJob>(services);
        await Save(db => db.PassportOrders
            // One name has letters that no font of a passport has. As if four attempts had failed: the next one fails for good.
            .Where(o => db.Candidates.Any(c => c.Id == o.CandidateId && c.LatinName == DemoPeople.Unprintable))
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.Attempts, PassportOrder.MostAttempts - 1), ct), ct);
        await job.Run(ct);

        var (revokedIn, suspendedIn, replacedIn, misspeltIn) = (exams.Locked[3], exams.Locked[^5], exams.Locked[^3], exams.Locked[^2]);
        await Save(async db =>
        {
            var revoked = await db.Passports.Where(p => p.ExamId == revokedIn.Exam.Id).OrderBy(p => p.Number).FirstAsync(ct);
            revoked.Revoke(RevocationCategory.IssuedInError, "Паспорт выпущен до решения апелляционной комиссии", "Ольга Операторова", revokedIn.Exam.LockedAt!.Value.AddDays(9));
            db.Log(revoked, LogEntryKind.Revoke, revokedIn.Exam.LockedAt!.Value.AddDays(9));
            var suspended = await db.Passports.Where(p => p.ExamId == suspendedIn.Exam.Id).OrderBy(p => p.Number).FirstAsync(ct);
            suspended.Suspend("Проверка по обращению работодателя", "Ольга Операторова", now.AddDays(-1));
            var old = await db.Passports.Where(p => p.ExamId == replacedIn.Exam.Id).OrderBy(p => p.Number).FirstAsync(ct);
            var result = replacedIn.Results.Single(r => r.Id == old.ResultId);
            await db.OrderReplacement(replacedIn.Exam, result, old, SupersedingCategory.Correction, now.AddHours(-1), ct);
            var misspelt = await db.Passports.Where(p => p.ExamId == misspeltIn.Exam.Id).OrderBy(p => p.Number).FirstAsync(ct);
            var holder = await db.Candidates.SingleAsync(c => c.Id == misspelt.CandidateId, ct);
            db.CorrectionRequests.Add(new CorrectionRequest(CorrectionRequestId.New(), misspelt.Id, holder.Id, CorrectionKind.Name, holder.Name with { Surname = "Ветрова-Морская" },
                "Сменила фамилию, свидетельство I-ПЕ № 512345 от 02.10.2026.", now.AddHours(-20)));
        }, ct);
        await job.Run(ct);
    }

    // Experts of exams ahead are asked: of the next one all have accepted, later ones have every kind of answer, the last are not asked yet.
    private async Task Invite(DemoExams exams, DateTimeOffset now, CancellationToken ct)
    {
        var system = services.GetRequiredService<RunAsSystem>();
        var ahead = exams.Exams.Where(e => e.IsAhead).OrderBy(e => e.FirstDay).ToList();
        foreach (var exam in ahead.SkipLast(2))
        {
            await system.Send(new InviteExperts(exam.Id), ct);
        }

        await Save(async db =>
        {
            foreach (var (exam, place) in ahead.SkipLast(2).Select((e, i) => (e, i)))
            {
                var invitations = await db.Invitations.Where(i => i.ExamId == exam.Id).OrderBy(i => i.Role).ThenBy(i => i.ExpertId).ToListAsync(ct);
                foreach (var (invitation, index) in invitations.Select((x, i) => (x, i)))
                {
                    if (place == 0 || (index + place) % 3 != 0)
                    {
                        invitation.Answer(exam, accepts: true, null, now);
                    }
                    else if (place % 2 == 0)
                    {
                        invitation.Answer(exam, accepts: false, "Командировка в эти дни", now);
                    }
                }
            }
        }, ct);
        // Into the folder that a trial keeps messages in; a mail server would get invented addresses.
        if (!services.GetRequiredService<IOptions<MailOptions>>().Value.IsSmtp)
        {
            await ActivatorUtilities.CreateInstance<SendMailJob>(services).Run(ct);
        }
    }

    private async Task<string> AddAccounts(DemoRegion region, DemoExams exams, DemoEmployers employers, CancellationToken ct)
    {
        var password = OneTimeCode.ForPaper();
        var technical = exams.Running.Duties.Single(d => d.Role == ExamRole.TechnicalExpert).ExpertId;
        var people = region.Candidates.ToDictionary(c => c.Id, c => c.Name.Full);
        var experts = region.Experts.Values.SelectMany(e => e).ToDictionary(e => e.Id, e => e.Name.Full);
        var (holder, sitting) = (exams.Locked[^1].Results.MaxBy(r => r.Total.Hundredths)!.CandidateId, exams.Running.Present.First().CandidateId);
        List<(string Role, Account Account)> all =
        [
            (Roles.Administrator, new Account { UserName = "admin", DisplayName = "Администратор" }),
            (Roles.RegionalOperator, new Account { UserName = "operator", DisplayName = "Ольга Операторова", OrganisationId = region.Operator.Id }),
            (Roles.Organiser, new Account { UserName = "organiser", DisplayName = "Олег Организаторов", OrganisationId = region.Digital.Id }),
            (Roles.ChiefExpert, new Account { UserName = "chief", DisplayName = exams.Chief.Name.Full, ExpertId = exams.Chief.Id }),
            .. exams.Scorers.Select((e, i) => (Roles.ScoringExpert, new Account { UserName = $"expert{i + 1}", DisplayName = e.Name.Full, ExpertId = e.Id })),
            (Roles.TechnicalExpert, new Account { UserName = "technical", DisplayName = experts[technical], ExpertId = technical }),
            (Roles.Candidate, new Account { UserName = "candidate", DisplayName = people[holder], CandidateId = holder }),
            (Roles.Candidate, new Account { UserName = "candidate2", DisplayName = people[sitting], CandidateId = sitting }),
            (Roles.Employer, new Account { UserName = "employer", DisplayName = DemoEmployers.NameOfPerson, OrganisationId = employers.First.Id }),
        ];

        await using var scope = services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<AccountBook>();
        foreach (var (role, account) in all)
        {
            account.Id = Guid.CreateVersion7();
            account.Email = $"{account.UserName}@example.org";
            account.RegionCode = role == Roles.Administrator ? null : DemoRegion.Code;
            await book.Open(account, [role], ct);
            book.SetPassword(account, password);
        }

        await scope.ServiceProvider.GetRequiredService<DemoExamDb>().SaveChangesAsync(ct);
        var rows = all.Select(a => $"  {a.Account.UserName,-12}{a.Role,-18}{a.Account.DisplayName}");
        return $"""
              Name        Role              Person
            {string.Join('\n', rows)}
              Password of all: {password}

            """;
    }

    private async Task Save(Func<DemoExamDb, Task> change, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        await change(db);
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>What the database holds.</summary>
internal enum DemoState
{
    Empty = 1,

    /// <summary>The whole region.</summary>
    Complete = 2,

    /// <summary>Somebody's data, or a region that was interrupted while it was made.</summary>
    OtherData = 3,
}
