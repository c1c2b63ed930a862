using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Audit;

/// <summary>The command finds nothing on a healthy installation, and each damage in the exam that has it. A database of its own: the whole of it is looked at.</summary>
public sealed class InstallationAuditTests(App app) : IClassFixture<App>
{
    private const int Intact = 0, Broken = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_found_on_a_healthy_installation_and_each_of_twelve_planted_damages_is()
    {
        var replaced = await AnIssuedExam();
        var first = (await app.PassportsOf(replaced.Id)).Single();
        await app.Send(new ReissuePassport(first.Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
        await app.Issue();
        var damages = new (ExamState Exam, string Says, Func<DemoExamDb, ExamId, Task> Plant)[]
        {
            (replaced, "2 PASSPORTS IN FORCE", (db, exam) => db.Passports.Where(p => p.ExamId == exam && p.PassportVersion == 1).ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, PassportStatus.Issued), Ct)),
            (await AnIssuedExam(), "it was changed after it was written", (db, exam) => db.AuditRecords.Where(r => r.ExamId == exam && r.Number == 2).ExecuteUpdateAsync(s => s.SetProperty(r => r.Actor, "Кто-то другой"), Ct)),
            (await AnIssuedExam(), "a record before it is missing", (db, exam) => db.AuditRecords.Where(r => r.ExamId == exam && r.Number == 2).ExecuteDeleteAsync(Ct)),
            (await AnIssuedExam(), "NOT WHAT WAS LOCKED", (db, exam) => db.ScoreEntries.Where(e => EF.Property<ScoreSheetId>(e, "SheetId") == db.ScoreSheets.Where(s => s.ExamId == exam).OrderBy(s => s.Id).Select(s => s.Id).First())
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.Value, DemoExam.Domain.Scoring.ScoreValue.Of(0)), Ct)),
            (await AnIssuedExam(), "RECOMPUTES TO", (db, exam) => db.Results.Where(r => r.ExamId == exam).ExecuteUpdateAsync(s => s.SetProperty(r => r.Total, Marks.Zero), Ct)),
            (await AnIssuedExam(), "GRADE 2, RECOMPUTES TO 5", (db, exam) => db.Results.Where(r => r.ExamId == exam).ExecuteUpdateAsync(s => s.SetProperty(r => r.Grade, "2"), Ct)),
            (await AnIssuedExam(), "DONE WITHOUT A PASSPORT", DeletePassport),
            (await AnIssuedExam(), "NO PASSPORT AND NO REASON", async (db, exam) =>
            {
                await DeletePassport(db, exam);
                await db.PassportOrders.Where(o => o.ExamId == exam).ExecuteDeleteAsync(Ct);
            }),
            (await AnIssuedExam(), "NOT THE DOCUMENT THAT WAS ISSUED", (db, exam) => db.PassportDocuments.Where(d => db.Passports.Any(p => p.Id == d.PassportId && p.ExamId == exam)).ExecuteUpdateAsync(s => s.SetProperty(d => d.Pdf, new byte[] { 37, 80, 68, 70 }), Ct)),
            (await AnIssuedExam(), "NO DOCUMENT", (db, exam) => db.PassportDocuments.Where(d => db.Passports.Any(p => p.Id == d.PassportId && p.ExamId == exam)).ExecuteDeleteAsync(Ct)),
            (await AnIssuedExam(), "NOT IN THE LOG", (db, exam) => db.LogEntries.Where(e => db.Passports.Any(p => p.Id == e.PassportId && p.ExamId == exam)).ExecuteDeleteAsync(Ct)),
            (await AnIssuedExam(), "ITS REVOCATION IS NOT IN THE LOG", (db, exam) => db.Passports.Where(p => p.ExamId == exam).ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, PassportStatus.Revoked), Ct)),
        };
        var healthy = await AnIssuedExam();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));

        var clean = await Audit();
        clean.Exit.ShouldBe(Intact, clean.Output + clean.Errors);
        clean.Output.ShouldContain("Rows and log: intact");

        foreach (var (exam, _, plant) in damages)
        {
            await app.Query(async db =>
            {
                await plant(db, exam.Id);
                return true;
            });
        }

        var found = await Audit();
        found.Exit.ShouldBe(Broken, found.Output + found.Errors);
        var numbers = await app.Query(db => db.Exams.AsNoTracking().ToDictionaryAsync(e => e.Id, e => e.Number, Ct));
        damages.Where(d => !SectionOf(found.Output, numbers[d.Exam.Id]).Contains(d.Says, StringComparison.Ordinal)).Select(d => $"{d.Says} in: {SectionOf(found.Output, numbers[d.Exam.Id])}").ShouldBeEmpty();
        SectionOf(found.Output, numbers[healthy.Id]).Trim().Split('\n').Length.ShouldBe(1, "a healthy exam among damaged ones");
        // Lines of the log are gone from its middle.
        found.Output.ShouldContain(": MISSING");
    }

    private static async Task DeletePassport(DemoExamDb db, ExamId exam)
    {
        await db.LogEntries.Where(e => db.Passports.Any(p => p.Id == e.PassportId && p.ExamId == exam)).ExecuteDeleteAsync(Ct);
        await db.PassportDocuments.Where(d => db.Passports.Any(p => p.Id == d.PassportId && p.ExamId == exam)).ExecuteDeleteAsync(Ct);
        await db.Passports.Where(p => p.ExamId == exam).ExecuteDeleteAsync(Ct);
    }

    private static string SectionOf(string output, string number) => output.Split("\nExam ").Single(s => s.Split(':')[0].EndsWith(number, StringComparison.Ordinal)).Split("\nRows and log")[0];

    private async Task<ExamState> AnIssuedExam()
    {
        var exam = await app.Given.AScoredExam(1);
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);
        await app.Issue();
        return exam;
    }

    private Task<(int Exit, string Output, string Errors)> Audit()
    {
        var settings = app.Services.GetRequiredService<IConfiguration>();
        return Tool.DemoExam("audit", $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}", $"--DataFolder={app.Folder}");
    }
}
