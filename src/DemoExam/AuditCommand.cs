using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain.Audit;
using DemoExam.Features.Audit;
using DemoExam.Web;
using Microsoft.EntityFrameworkCore;

namespace DemoExam;

/// <summary>
/// <c>audit [FILE…]</c>: checks trails of exams. Files are checked by themselves, without network and database; without files the
/// database of this installation is checked, and whether sheets and results still are what was locked.
/// </summary>
internal static class AuditCommand
{
    private const int Intact = 0, Broken = 10, SealMissing = 11, NotChecked = 13;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new IdJson() } };

    public static Command Make(Func<string[], WebApplication> host, string[] args)
    {
        var files = new Argument<string[]>("FILE") { Description = "Trails that were downloaded from the page or the API.", Arity = ArgumentArity.ZeroOrMore };
        var exam = new Option<string?>("--exam") { Description = "Number of the exam to check in the database. Default: all." };
        var seal = new Option<string[]>("--seal") { Description = "Fingerprint that was written down earlier: it must stand in one of the trails.", DefaultValueFactory = _ => [] };
        var command = new Command("audit", $"""
            Check the trails of exams: is every record unchanged, none missing, none put between?

            Without files the database of the installation is checked: whether every locked sheet and every result still says
            what it said when it was locked, totals and grades follow from the entries, every result has one passport in force
            or a reason that the office sees, every passport has the file that was issued and its lines in the log, the log is
            what its signed states say, status lists are what was signed and say what the register says, and no row points to nothing.

            Exit code:
              {Intact}   everything is intact
              {Broken}  a trail, a sheet, a result, a passport or a file was changed, or is missing
              {SealMissing}  a fingerprint of --seal stands in no trail: its end was cut off, or it is another exam's
              {NotChecked}  nothing could be checked
            """) { files, exam, seal };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            var seals = parsed.GetValue(seal)!.Select(s => s.Trim().ToLowerInvariant()).ToHashSet();
            var names = parsed.GetValue(files)!.Where(f => !f.StartsWith("--", StringComparison.Ordinal)).ToList();
            return names.Count > 0 ? Files(names, seals) : await Database(host([.. args.Where(a => a.Contains('=', StringComparison.Ordinal))]), parsed.GetValue(exam), seals, ct);
        });
        return command;
    }

    private static int Files(List<string> files, HashSet<string> seals)
    {
        var (worst, found) = (Intact, new HashSet<string>());
        foreach (var file in files)
        {
            AuditFile? trail = null;
            try
            {
                trail = JsonSerializer.Deserialize<AuditFile>(File.ReadAllText(file), Json);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
            {
                Console.Error.WriteLine($"{file}: {failure.Message}");
            }

            if (trail?.Records is null || trail.Format != AuditFile.CurrentFormat)
            {
                Console.WriteLine($"{file}: not a trail of the form {AuditFile.CurrentFormat}");
                worst = worst == Intact ? NotChecked : worst;
                continue;
            }

            var findings = AuditChain.Check(trail.Records.Select(r => (r.Number, r.Hash, r.PreviousHash,
                AuditRecord.ComputeHash(trail.ExamId.Value, r.Number, r.At, r.ActorId, r.Actor, r.DeedCode, r.Details, r.PreviousHash))));
            Write($"{file}, exam {trail.Exam}", trail.Records.Count, findings, trail.Records is [.., var last] ? last.Hash : null);
            worst = findings.Count > 0 ? Broken : worst;
            found.UnionWith(trail.Records.Select(r => r.Hash));
        }

        return Seals(worst, seals, found);
    }

    private static async Task<int> Database(WebApplication app, string? number, HashSet<string> seals, CancellationToken ct)
    {
        await using var _ = app;
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        var exams = await db.Exams.AsNoTracking().Where(e => number == null || e.Number == number).OrderBy(e => e.Number).Select(e => new { e.Id, e.Number }).ToListAsync(ct);
        if (exams.Count == 0)
        {
            Console.Error.WriteLine(number is null ? "There are no exams." : $"There is no exam {number}.");
            return NotChecked;
        }

        var (worst, found) = (Intact, new HashSet<string>());
        foreach (var exam in exams)
        {
            var findings = await InstallationAudit.Exam(db, exam.Id, ct);
            Write($"Exam {exam.Number}", findings.Records.Count, findings.Trail, findings.Records is [.., var last] ? last.Hash : null);
            Tell(findings.Contents);
            worst = findings.Trail.Count + findings.Contents.Count > 0 ? Broken : worst;
            found.UnionWith(findings.Records.Select(r => r.Hash));
        }

        if (number is null)
        {
            var whole = await InstallationAudit.Whole(db, ct);
            Console.WriteLine(whole.Count == 0 ? "Rows and log: intact" : "Rows and log: CHANGED");
            Tell(whole);
            worst = whole.Count > 0 ? Broken : worst;
        }

        return Seals(worst, seals, found);
    }

    private static int Seals(int worst, HashSet<string> seals, HashSet<string> found)
    {
        var missing = seals.Except(found).ToList();
        missing.ForEach(seal => Console.WriteLine($"{seal}: IN NO TRAIL"));
        return worst == Intact && missing.Count > 0 ? SealMissing : worst;
    }

    private static void Tell(IEnumerable<string> findings)
    {
        foreach (var finding in findings)
        {
            Console.WriteLine($"  {finding}");
        }
    }

    private static void Write(string what, int records, IReadOnlyList<AuditFinding> findings, string? seal)
    {
        Console.WriteLine(findings.Count == 0 ? $"{what}: intact, {records} records{(seal is null ? "" : $", ends with {seal}")}" : $"{what}: CHANGED");
        Tell(findings.Select(finding => $"record {finding.Number}: {finding.Fault switch
        {
            AuditFault.NumberMissing => "a record before it is missing or stands twice",
            AuditFault.LinkBroken => "it does not follow from the record before",
            _ => "it was changed after it was written",
        }}"));
    }
}
