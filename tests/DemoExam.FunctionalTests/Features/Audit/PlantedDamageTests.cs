using System.Text;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Status;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Audit;

/// <summary>
/// Damages that somebody with rights on the tables could do, by SQL and behind the service's back. Each is planted alone into a healthy installation, must be
/// found and named with the number of the thing, and is rolled back, so that the next one meets a healthy installation again.
/// </summary>
public sealed class PlantedDamageTests(PlantedDamageTests.Installation app) : IClassFixture<PlantedDamageTests.Installation>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // What is planted, and what the audit must say. Names in braces are those of Things.
    private static readonly Dictionary<string, (string Says, Func<DemoExamDb, Things, Task> Plant)> Damages = new()
    {
        ["mark changed"] = ("^sheet {sheet}: NOT WHAT WAS LOCKED$", Sql("""UPDATE "ScoreEntries" SET "Value" = "Value" + 1000 WHERE "Id" = {entry}""")),
        ["mark removed"] = ("^sheet {sheet}: NOT WHAT WAS LOCKED$", Sql("""DELETE FROM "ScoreEntries" WHERE "Id" = {entry}""")),
        ["mark of somebody else"] = ("^sheet {sheet}: NOT WHAT WAS LOCKED$", Sql("""UPDATE "ScoreEntries" SET "ExpertId" = {other} WHERE "Id" = {entry}""")),
        ["total changed"] = ("^result {result}, version 1: SAYS .*, RECOMPUTES TO ", Sql("""UPDATE "Results" SET "Total" = "Total" - 100 WHERE "Id" = {result}""")),
        ["grade changed"] = ("^result {result}, version 1: GRADE 2, RECOMPUTES TO ", Sql("""UPDATE "Results" SET "Grade" = '2' WHERE "Id" = {result}""")),
        ["module changed"] = ("^result {result}, version 1: CRITERION A RECOMPUTES TO ", (db, things) => Module(db, things)),
        ["result without passport and order"] = ("^result {result}, version 1: NO PASSPORT AND NO REASON$", Sql(
            """DELETE FROM "LogEntries" WHERE "PassportId" = {valid}""", """DELETE FROM "PassportDocuments" WHERE "PassportId" = {valid}""",
            """DELETE FROM "Passports" WHERE "Id" = {valid}""", """DELETE FROM "PassportOrders" WHERE "PassportId" = {valid}""")),
        ["order done without passport"] = ("^order {valid number}: DONE WITHOUT A PASSPORT$", Sql(
            """DELETE FROM "LogEntries" WHERE "PassportId" = {valid}""", """DELETE FROM "PassportDocuments" WHERE "PassportId" = {valid}""", """DELETE FROM "Passports" WHERE "Id" = {valid}""")),
        ["two passports in force"] = (", version 1: 2 PASSPORTS IN FORCE .*{replaced number}", Sql("""UPDATE "Passports" SET "Status" = 2 WHERE "Id" = {replaced}""")),
        ["revocation undone"] = ("^passport {revoked number}: WITHDRAWN IN STATUS LIST 1 OF .*, NOT IN THE REGISTER$", Sql("""UPDATE "Passports" SET "Status" = 2 WHERE "Id" = {revoked}""")),
        ["revoked in the register only"] = ("^passport {valid number}: WITHDRAWN IN THE REGISTER, NOT IN STATUS LIST 1 OF ", Sql("""UPDATE "Passports" SET "Status" = 4, "StatusChangedAt" = "IssuedAt" WHERE "Id" = {valid}""")),
        ["replaced by nothing"] = ("^passport {replaced number}: REPLACED BY NOTHING$", Sql("""UPDATE "Passports" SET "SupersededById" = NULL WHERE "Id" = {replaced}""")),
        ["passport of another person's result"] = ("^passport {valid number}: OF NO RESULT OF ITS CANDIDATE$", Sql("""UPDATE "Passports" SET "ResultId" = (SELECT "ResultId" FROM "Passports" WHERE "Id" = {revoked}) WHERE "Id" = {valid}""")),
        ["passport says more points"] = ("^passport {valid number}: SAYS 77.00 OF .*, ITS RESULT ", (db, things) => Facts(db, things)),
        ["record of the trail removed"] = ("^record 2: NumberMissing$", Sql("""DELETE FROM "AuditRecords" WHERE "Number" = 1""")),
        ["record of the trail changed"] = ("^record 1: RecordChanged$", Sql("""UPDATE "AuditRecords" SET "Actor" = 'Кто-то другой' WHERE "Number" = 1""")),
        ["facts of a record are no longer readable"] = ("^record 2: RecordChanged$", Sql("""UPDATE "AuditRecords" SET "Details" = '{' WHERE "Number" = 2""")),
        ["records of the trail in another order"] = ("^record 2: (LinkBroken|RecordChanged)$", Sql(
            """UPDATE "AuditRecords" SET "Number" = 9 WHERE "Number" = 1""", """UPDATE "AuditRecords" SET "Number" = 1 WHERE "Number" = 2""", """UPDATE "AuditRecords" SET "Number" = 2 WHERE "Number" = 9""")),
        ["protocol changed"] = ("^protocol, edition 1: NOT WHAT WAS FIXED$", Sql("""UPDATE "ResultProtocols" SET "ContentHash" = 'ab'""")),
        ["one byte of a document changed"] = ("^passport {valid number}: NOT THE DOCUMENT THAT WAS ISSUED$", (db, things) => Pdf(db, things, alsoHash: false)),
        ["document and its fingerprint changed"] = ("^passport {valid number}: NOT THE DOCUMENT THAT WAS ISSUED$", (db, things) => Pdf(db, things, alsoHash: true)),
        ["passport without document"] = ("^passport {valid number}: NO DOCUMENT$", Sql("""DELETE FROM "PassportDocuments" WHERE "PassportId" = {valid}""")),
        ["document without passport"] = ("^PassportDocuments, PassportId (?i:{valid}): POINTS TO Passports THAT ARE NOT THERE$", Sql("""DELETE FROM "LogEntries" WHERE "PassportId" = {valid}""", """DELETE FROM "Passports" WHERE "Id" = {valid}""")),
        ["bit of a status list flipped"] = ("^status list 1 of .*: NOT WHAT WAS SIGNED$", (db, things) => FlipBit(db, things)),
        ["line of the log says another time"] = (@"^log, lines \d+ to \d+: CHANGED AFTER THEY WERE SIGNED$", (db, things) => Leaf(db, things, leaf => Regex.Replace(leaf, @"""time"":\d+", "\"time\":1"))),
        ["line of the log says another bit"] = ("^log, line {line}: NOT WHAT PASSPORT {valid number} SAYS$", (db, things) => Leaf(db, things, leaf => Regex.Replace(leaf, @"""index"":\d+", "\"index\":1"))),
        ["line of the log removed"] = ("^log, line {line}: MISSING$", Sql("""DELETE FROM "LogEntries" WHERE "PassportId" = {valid}""")),
        ["signed state of the log changed"] = ("^log, state of {size} lines: NOT WHAT WAS SIGNED$", (db, things) => State(db, things)),
        ["signed state of the log removed"] = (@"^log, lines \d+ to \d+: NEVER SIGNED$", (db, things) => db.LogCheckpoints.Where(c => c.Size == things.LogSize).ExecuteDeleteAsync(Ct)),
    };

    public static TheoryData<string> Names => [.. Damages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_damage_is_found_and_named(string damage)
    {
        var (says, plant) = Damages[damage];
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        (await Audit(db)).ShouldBeEmpty("The installation must be healthy before.");

        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            // Who damages tables by hand does not let pointers stop him.
            await db.Database.ExecuteSqlRawAsync(Databases.OnPostgres ? "SET LOCAL session_replication_role = replica" : "PRAGMA defer_foreign_keys = ON", Ct);
            await plant(db, app.Things);

            var found = await Audit(db);

            found.ShouldContain(finding => Regex.IsMatch(finding, app.Things.Name(says)), $"{app.Things.Name(says)} in:\n{string.Join('\n', found)}");
            await transaction.RollbackAsync(Ct);
        }
    }

    private async Task<IReadOnlyList<string>> Audit(DemoExamDb db)
    {
        var exam = await InstallationAudit.Exam(db, app.Things.Exam, Ct);
        return [.. exam.Trail.Select(t => $"record {t.Number}: {t.Fault}"), .. exam.Contents, .. await InstallationAudit.Whole(db, Ct)];
    }

    // Names in braces become parameters.
    private static Func<DemoExamDb, Things, Task> Sql(params string[] statements) => async (db, things) =>
    {
        foreach (var statement in statements)
        {
            var parameters = new List<object>();
            var sql = Regex.Replace(statement, @"\{(\w+)\}", name =>
            {
                parameters.Add(things.Ids[name.Groups[1].Value]);
                return $"{{{parameters.Count - 1}}}";
            });
            var changed = parameters.Count == 0 ? await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal), Ct) : await db.Database.ExecuteSqlRawAsync(sql, parameters, Ct);
            changed.ShouldBeGreaterThan(0, statement);
        }
    };

    private static async Task Module(DemoExamDb db, Things things)
    {
        var id = things.Ids["result"];
        var lines = await db.Database.SqlQuery<string>($"""SELECT "Modules" AS "Value" FROM "Results" WHERE "Id" = {id}""").SingleAsync(Ct);
        await db.Database.ExecuteSqlAsync($"""UPDATE "Results" SET "Modules" = {Regex.Replace(lines, @"(""Mark"":)\d+(\.\d+)?", "${1}1", RegexOptions.None, TimeSpan.FromSeconds(1))} WHERE "Id" = {id}""", Ct);
    }

    private static async Task Facts(DemoExamDb db, Things things)
    {
        var id = things.Ids["valid"];
        var facts = await db.Database.SqlQuery<string>($"""SELECT "Facts" AS "Value" FROM "Passports" WHERE "Id" = {id}""").SingleAsync(Ct);
        await db.Database.ExecuteSqlAsync($"""UPDATE "Passports" SET "Facts" = {Regex.Replace(facts, @"(""Total"":)\d+(\.\d+)?", "${1}77")} WHERE "Id" = {id}""", Ct);
    }

    private static async Task Pdf(DemoExamDb db, Things things, bool alsoHash)
    {
        var id = things.Ids["valid"];
        var pdf = await db.PassportDocuments.AsNoTracking().Where(d => d.PassportId == new PassportId(id)).Select(d => d.Pdf).SingleAsync(Ct);
        pdf[1000] ^= 1;
        await db.Database.ExecuteSqlAsync($"""UPDATE "PassportDocuments" SET "Pdf" = {pdf} WHERE "PassportId" = {id}""", Ct);
        if (alsoHash)
        {
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf));
            await db.Database.ExecuteSqlAsync($"""UPDATE "Passports" SET "DocumentSha256" = {hash} WHERE "Id" = {id}""", Ct);
        }
    }

    private static async Task FlipBit(DemoExamDb db, Things things)
    {
        var copy = await db.StatusLists.AsNoTracking().OrderByDescending(l => l.MadeAt).FirstAsync(Ct);
        var parts = copy.Token.Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var list = Regex.Match(payload, @"""encodedList"":""([^""]+)""").Groups[1].Value;
        var bits = StatusList.Decode(list);
        bits[things.StatusIndex] = true;
        parts[1] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.Replace(list, bits.Encode(), StringComparison.Ordinal)));
        await db.StatusLists.Where(l => l.MadeAt == copy.MadeAt).ExecuteUpdateAsync(l => l.SetProperty(x => x.Token, string.Join('.', parts)), Ct);
    }

    private static async Task Leaf(DemoExamDb db, Things things, Func<string, string> change)
    {
        var id = things.Ids["valid"];
        var leaf = await db.LogEntries.Where(e => e.PassportId == new PassportId(id)).Select(e => e.Leaf).SingleAsync(Ct);
        await db.Database.ExecuteSqlAsync($"""UPDATE "LogEntries" SET "Leaf" = {change(leaf)} WHERE "PassportId" = {id}""", Ct);
    }

    private static async Task State(DemoExamDb db, Things things)
    {
        var note = await db.LogCheckpoints.Where(c => c.Size == things.LogSize).Select(c => c.Note).SingleAsync(Ct);
        var lines = note.Split('\n');
        lines[2] = Convert.ToBase64String(new byte[32]);
        await db.LogCheckpoints.Where(c => c.Size == things.LogSize).ExecuteUpdateAsync(c => c.SetProperty(x => x.Note, string.Join('\n', lines)), Ct);
    }

    /// <summary>What the damages are done to.</summary>
    public sealed record Things(ExamId Exam, IReadOnlyDictionary<string, Guid> Ids, IReadOnlyDictionary<string, string> Numbers, int StatusIndex, long LogSize)
    {
        /// <summary>Puts ids and numbers into an expectation.</summary>
        public string Name(string expectation) => Regex.Replace(expectation, @"\{([\w ]+)\}", name => Numbers.TryGetValue(name.Groups[1].Value, out var number) ? Regex.Escape(number) : Ids[name.Groups[1].Value].ToString());
    }

    /// <summary>A host with one exam whose passports are issued, one of them replaced, one revoked, one as it was; lists and log are published.</summary>
    public sealed class Installation : App
    {
        public Things Things { get; private set; } = null!;

        protected override async ValueTask Prepare()
        {
            var exam = await Given.ALockedExam();
            await this.Issue();
            await this.PublishLists();
            await RunJob<PublishLogJob>(job => job.Run(Ct));
            var passports = (await this.PassportsOf(exam.Id)).ToDictionary(p => p.CandidateId);
            var (replaced, revoked, valid) = (passports[exam.Candidates[0].Id], passports[exam.Candidates[1].Id], passports[exam.Candidates[2].Id]);
            await Send(new ReissuePassport(replaced.Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
            await this.Issue();
            await this.Revoke(revoked, RevocationCategory.IssuedInError, "Протокол № 7");
            Clock.Advance(TimeSpan.FromMinutes(10));
            await this.PublishLists();
            await RunJob<PublishLogJob>(job => job.Run(Ct));
            var criterion = exam.Package.CriteriaOf(exam.Scope).First();
            var sheet = await Query(db => db.ScoreSheets.AsNoTracking().SingleAsync(s => s.CandidateId == valid.CandidateId && s.CriterionId == criterion.Id, Ct));
            var entry = sheet.Entries.First(e => e.ExpertId == exam.Scorers[0].Id);
            Things = new Things(exam.Id,
                new Dictionary<string, Guid>
                {
                    ["sheet"] = sheet.Id.Value, ["entry"] = entry.Id.Value, ["other"] = exam.Scorers[1].Id.Value, ["result"] = valid.ResultId.Value,
                    ["valid"] = valid.Id.Value, ["replaced"] = replaced.Id.Value, ["revoked"] = revoked.Id.Value,
                },
                new Dictionary<string, string>
                {
                    ["valid number"] = valid.Number, ["replaced number"] = replaced.Number, ["revoked number"] = revoked.Number,
                    ["line"] = $"{await Query(db => db.LogEntries.Where(e => e.PassportId == valid.Id).Select(e => e.Place).SingleAsync(Ct))}",
                    ["size"] = $"{await Query(db => db.LogCheckpoints.MaxAsync(c => c.Size, Ct))}",
                },
                valid.StatusIndex, await Query(db => db.LogCheckpoints.MaxAsync(c => c.Size, Ct)));
        }
    }
}
