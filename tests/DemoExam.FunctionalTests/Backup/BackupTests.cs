using System.Globalization;
using DemoExam.Backup;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Backup;

/// <summary>What was backed up comes back whole, and what isn't a whole backup of ours puts nothing in place.</summary>
public sealed class BackupTests(App app) : IClassFixture<App>
{
    private const string Passphrase = "сорок вёсел на воде";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restored_installation_passes_audit_and_its_passports_verify()
    {
        var exam = await ALockedExam(3);
        await app.Issue();
        await app.RunJob<DemoExam.Features.Passports.PublishLogJob>(job => job.Run(Ct));
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(app.Folder, "mail")).FullName, "kept.eml"), "Тема: письмо", Ct);
        await app.Send(new DemoExam.Features.Mail.SetMailServer("mail.example.org", "exams@example.org", User: "exams", Password: "семь тихих ламп"), TestUser.Administrator);
        var backup = await ABackup();

        var target = await Databases.NewEmpty();
        var restored = await Restore(backup, target);

        restored.Exit.ShouldBe(0, restored.Errors);
        (await RawRows.Count(target)).ShouldBe(await RawRows.Count(Source));
        (await File.ReadAllTextAsync(Path.Combine(target["DataFolder"], "mail", "kept.eml"), Ct)).ShouldBe("Тема: письмо");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(target["DataFolder"], "keys", "signing-key.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var audit = await Tool.DemoExam(["audit", .. Settings(target)]);
        audit.Exit.ShouldBe(0, audit.Output + audit.Errors);
        foreach (var passport in await app.PassportsOf(exam.Id))
        {
            var file = Path.Combine(target["DataFolder"], $"{passport.Number}.pdf");
            await File.WriteAllBytesAsync(file, await app.PdfOf(passport), Ct);
            (await Tool.DemoExam("verify", file, "--root", Path.Combine(target["DataFolder"], "keys", "issuer-root.crt"))).Exit.ShouldBe(0, passport.Number);
        }

        // Whole for the service too: it starts on what came back, with the key that came back.
        var again = await Restore(backup, target);
        again.Exit.ShouldBe(1);
        again.Errors.ShouldContain("Restore into an empty installation");
        await Databases.Forget(target);
    }

    [Fact]
    public async Task A_backup_with_a_wrong_passphrase_a_changed_byte_or_a_missing_end_is_refused_and_nothing_is_put_in_place()
    {
        await app.Given.AScheduledExam();
        var backup = await ABackup();
        var bytes = await File.ReadAllBytesAsync(backup, Ct);
        bytes.AsSpan().IndexOf("Кандидат"u8).ShouldBe(-1, "nothing may be read in it");
        var target = await Databases.NewEmpty();

        await Refused(backup, "seven quiet lamps", "passphrase is not the one");
        foreach (var place in new[] { 20, 40, 60, bytes.Length / 2, bytes.Length - 1 })
        {
            var changed = bytes.ToArray();
            changed[place] ^= 1;
            await Refused(await Written(changed), Passphrase, place < 54 ? "" : "changed or cut off");
        }

        await Refused(await Written(bytes[..^1]), Passphrase, "cut off");
        await Refused(await Written(bytes[..(bytes.Length / 2)]), Passphrase, "cut off");
        await Refused(await Written([.. bytes, 0]), Passphrase, "");
        await Refused(await Written("PK not ours, but long enough to hold a whole head of a backup file"u8.ToArray()), Passphrase, "no backup of DemoExam");

        (await Restore(backup, target)).Exit.ShouldBe(0, "the untouched file still restores into the place that was refused to the others");
        await Databases.Forget(target);

        async Task Refused(string file, string passphrase, string says)
        {
            var refused = await Restore(file, target, passphrase);
            refused.Exit.ShouldBe(1);
            refused.Errors.ShouldContain(says);
            refused.Errors.ShouldNotContain("   at ", Case.Sensitive);
            Directory.EnumerateFileSystemEntries(target["DataFolder"]).ShouldBeEmpty();
            (await Databases.IsEmpty(target)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_folder_that_holds_something_and_another_kind_of_database_are_refused()
    {
        await app.Given.AScheduledExam();
        var backup = await ABackup();
        var target = await Databases.NewEmpty();
        var note = Path.Combine(target["DataFolder"], "note.txt");
        await File.WriteAllTextAsync(note, "mine", Ct);

        (await Restore(backup, target)).Errors.ShouldContain($"The data folder is not empty: {note}");
        (await Databases.IsEmpty(target)).ShouldBeTrue();
        (await File.ReadAllTextAsync(note, Ct)).ShouldBe("mine");
        File.Delete(note);

        if (Databases.OnPostgres)
        {
            var other = await Tool.DemoExam("restore", backup, "--passphrase-file", await PassphraseFile(Passphrase), $"--DataFolder={target["DataFolder"]}", "--Database:Provider=Sqlite");
            other.Exit.ShouldBe(1);
            other.Errors.ShouldContain("The backup is of Postgres, and Database:Provider is Sqlite");
        }

        await Databases.Forget(target);
    }

    [Fact]
    public async Task A_backup_is_made_while_others_write_and_holds_one_state_that_was()
    {
        var exam = await ALockedExam(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ALockedExam(1);
            }
        }, Ct);

        var backup = await ABackup();
        await stop.CancelAsync();
        await writing;
        var target = await Databases.NewEmpty();
        (await Restore(backup, target)).Exit.ShouldBe(0);

        // Half of a transaction would show as a result without its order, or a trail with a gap.
        var audit = await Tool.DemoExam(["audit", .. Settings(target)]);
        audit.Exit.ShouldBe(0, audit.Output + audit.Errors);
        audit.Output.ShouldContain(await app.Query(db => Task.FromResult(db.Exams.Single(e => e.Id == exam.Id).Number)));
        await Databases.Forget(target);
    }

    [Fact]
    public async Task A_folder_of_backups_keeps_what_it_is_told_to_and_nothing_else_is_touched()
    {
        var folder = Databases.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "20200101T000000Z.demoexam-backup"), "old", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "letter.demoexam-backup"), "not one of ours by its name", Ct);

        var made = await Tool.DemoExam(["backup", folder, "--keep", "1,0,0", "--passphrase-file", await PassphraseFile(Passphrase), .. Settings(Source)]);

        made.Exit.ShouldBe(0, made.Errors);
        var left = Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToList();
        left.Count.ShouldBe(2);
        left[1].ShouldBe("letter.demoexam-backup");
        DateTime.ParseExact(left[0][..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture).Year.ShouldBeGreaterThan(2020);
        (await Tool.DemoExam(["backup", folder, "--keep", "0,0,0", "--passphrase-file", await PassphraseFile(Passphrase), .. Settings(Source)])).Errors.ShouldContain("--keep takes three numbers");
        (await Tool.DemoExam(["backup", folder, "--passphrase-file", await PassphraseFile("short"), .. Settings(Source)])).Errors.ShouldContain("at least 12 characters");
    }

    [Fact]
    public void Retention_keeps_the_newest_of_each_day_week_and_month()
    {
        // Two a day for a year; Monday, 1 June 2026, is the last day.
        var made = Enumerable.Range(0, 365).SelectMany(d => new[] { 3, 15 }.Select(h => new DateTime(2026, 6, 1, h, 0, 0, DateTimeKind.Utc).AddDays(-d))).ToList();

        var kept = made.Except(Retention.Parse("3,3,3").Obsolete(made)).Order().Select(t => t.ToString("MM-dd HH", CultureInfo.InvariantCulture));

        // Days: 1 June, 31 and 30 May. Weeks end on Sundays: that of 1 June, of 31 May, of 24 May. Months: June, May, April.
        kept.ShouldBe(["04-30 15", "05-24 15", "05-30 15", "05-31 15", "06-01 15"]);
    }

    // Through the commands, so that the trail knows of every lock.
    private async Task<ExamState> ALockedExam(int candidates)
    {
        var exam = await app.Given.AScoredExam(candidates);
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);
        return exam;
    }

    private IReadOnlyDictionary<string, string> Source
    {
        get
        {
            var settings = app.Services.GetRequiredService<IConfiguration>();
            return new[] { "Database:Provider", "Database:Connection", "DataFolder" }.ToDictionary(s => s, s => settings[s]!);
        }
    }

    private async Task<string> ABackup()
    {
        var file = Path.Combine(Databases.NewFolder(), "installation.backup");
        var made = await Tool.DemoExam(["backup", file, "--passphrase-file", await PassphraseFile(Passphrase), .. Settings(Source)]);
        made.Exit.ShouldBe(0, made.Errors);
        Directory.GetDirectories(app.Folder, ".backup-*").ShouldBeEmpty("no readable copy may stay behind");
        return file;
    }

    private static async Task<(int Exit, string Output, string Errors)> Restore(string file, IReadOnlyDictionary<string, string> target, string passphrase = Passphrase) =>
        await Tool.DemoExam(["restore", file, "--passphrase-file", await PassphraseFile(passphrase), .. Settings(target)]);

    private static IEnumerable<string> Settings(IReadOnlyDictionary<string, string> settings) => settings.Select(s => $"--{s.Key}={s.Value}");

    private static Task<string> PassphraseFile(string passphrase) => Written(System.Text.Encoding.UTF8.GetBytes(passphrase));

    private static async Task<string> Written(byte[] bytes)
    {
        var file = Path.Combine(Databases.NewFolder(), "file");
        await File.WriteAllBytesAsync(file, bytes, Ct);
        return file;
    }
}
