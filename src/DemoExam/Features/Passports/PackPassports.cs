using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// The passports of an exam or of a college for printing: those in force whose results are announced, with a register sheet in which
/// holders sign for them. An organiser gets those of the own college.
/// </summary>
/// <param name="ExamId">All of one exam; this or <paramref name="OrganisationId"/>.</param>
/// <param name="OrganisationId">All candidates of one college.</param>
/// <param name="From">Issued on this day or later, by the time of Moscow.</param>
/// <param name="To">Issued on this day or earlier.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record PackPassports(ExamId? ExamId = null, OrganisationId? OrganisationId = null, DateOnly? From = null, DateOnly? To = null) : IQuery<PassportPack>;

/// <summary>Passports on their way into an archive.</summary>
/// <param name="Name">Name of the archive, without ending.</param>
/// <param name="Title">Title of the register sheet.</param>
/// <param name="Lines">The register, in the order of the files.</param>
/// <param name="Documents">The signed files in the same order, read from the database while the archive is written.</param>
public sealed record PassportPack(string Name, string Title, IReadOnlyList<PackedPassport> Lines, IAsyncEnumerable<byte[]> Documents);

/// <summary>One line of the register.</summary>
public sealed record PackedPassport(PassportId Id, string Number, PersonName Holder, string Organisation, string? StudyGroup, string ExamNumber, DateTimeOffset IssuedAt);

internal sealed class PackPassportsValidator : AbstractValidator<PackPassports>
{
    public PackPassportsValidator()
    {
        RuleFor(r => r.OrganisationId).NotNull().When(r => r.ExamId is null);
        RuleFor(r => r.OrganisationId).Null().When(r => r.ExamId is not null);
    }
}

internal sealed class PackPassportsHandler(DemoExamDb db, DataAccess access, CurrentUser user, Texts texts) : IRequestHandler<PackPassports, PassportPack>
{
    private const int Most = 5000, Batch = 50;

    public async Task<PassportPack> Handle(PackPassports request, CancellationToken ct)
    {
        var candidates = db.Candidates.VisibleTo(user, db);
        var passports = db.Passports.InRegionOf(db, user).Where(p => p.Status == PassportStatus.Issued && db.ResultProtocols.Any(x => x.ExamId == p.ExamId && x.AnnouncedAt != null));
        var subject = "";
        if (request.ExamId is { } examId)
        {
            subject = NotFound.Unless(await db.ExamsOfOffice(user).Where(e => e.Id == examId).Select(e => e.Number).SingleOrDefaultAsync(ct), "exam", examId);
            passports = passports.Where(p => p.ExamId == examId);
        }
        else if (request.OrganisationId is { } organisationId)
        {
            subject = NotFound.Unless(await db.OrganisationsOf(user).Where(o => o.Id == organisationId).Select(o => o.ShortName).SingleOrDefaultAsync(ct), "organisation", organisationId);
            candidates = candidates.Where(c => c.OrganisationId == organisationId);
        }

        if (request.From is { } from)
        {
            var begin = CampaignChoices.Start(from);
            passports = passports.Where(p => p.IssuedAt >= begin);
        }

        if (request.To is { } to)
        {
            var end = CampaignChoices.Start(to.AddDays(1));
            passports = passports.Where(p => p.IssuedAt < end);
        }

        var lines = await (
            from passport in passports
            join candidate in candidates on passport.CandidateId equals candidate.Id
            join organisation in db.Organisations on candidate.OrganisationId equals organisation.Id
            join exam in db.Exams on passport.ExamId equals exam.Id
            orderby candidate.StudyGroup, candidate.NameNorm, passport.Number
            select new PackedPassport(passport.Id, passport.Number, candidate.Name, organisation.ShortName, candidate.StudyGroup, exam.Number, passport.IssuedAt))
            .AsNoTracking().Take(Most + 1).ToListAsync(ct);
        PassportRules.PackHoldsSomething.Require(lines.Count > 0);
        PassportRules.PackIsNotTooLarge.Require(lines.Count <= Most, ("most", Most));
        access.Note(PersonalDataKind.Export, await passports.Where(p => candidates.Any(c => c.Id == p.CandidateId)).Select(p => p.CandidateId).ToListAsync(ct));
        return new PassportPack(texts["Passports.Pack.FileName", subject], texts["Passports.Pack.Title", subject], lines, Documents(lines, ct));
    }

    // A few at a time, so that an archive of any size takes little memory.
    private async IAsyncEnumerable<byte[]> Documents(List<PackedPassport> lines, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var batch in lines.Chunk(Batch))
        {
            var ids = batch.Select(l => l.Id).ToList();
            var documents = await db.PassportDocuments.AsNoTracking().Where(d => ids.Contains(d.PassportId)).Select(d => new { d.PassportId, d.Pdf }).ToDictionaryAsync(d => d.PassportId, d => d.Pdf, ct);
            foreach (var line in batch)
            {
                yield return documents[line.Id];
            }
        }
    }
}
