using DemoExam.Credentials;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Passports of the region, the newest numbers first.</summary>
/// <param name="Search">A number, or the beginning of the holder's name.</param>
/// <param name="ExamId">Only of this exam.</param>
/// <param name="Status">Only in this state.</param>
/// <param name="After">Number after which the page starts.</param>
/// <param name="Size">Rows on the page.</param>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ListPassports(string? Search = null, ExamId? ExamId = null, PassportStatus? Status = null, string? After = null, int? Size = null)
    : IQuery<Slice<PassportRow>>;

/// <summary>A passport in a list.</summary>
public sealed record PassportRow(
    PassportId Id, string Number, PersonName Holder, Bilingual Skill, ExamId ExamId, string ExamNumber, Marks Total, Marks Maximum, DateTimeOffset IssuedAt, PassportStatus Status);

internal sealed class ListPassportsHandler(DemoExamDb db, DataAccess access, CurrentUser user) : IRequestHandler<ListPassports, Slice<PassportRow>>
{
    public async Task<Slice<PassportRow>> Handle(ListPassports request, CancellationToken ct)
    {
        var size = SliceSize.Of(request.Size);
        var rows =
            from passport in db.Passports
            join exam in db.Exams on passport.ExamId equals exam.Id
            join candidate in db.Candidates on passport.CandidateId equals candidate.Id
            join result in db.Results on passport.ResultId equals result.Id
            select new { Passport = passport, Exam = exam, Candidate = candidate, Result = result };
        if (user.RegionCode is { } region)
        {
            // A number begins with the region of its exam, so a page is read off the numbers of the region alone; the exams' own region would have all of them
            // found and sorted first. Numbers have one form, which every collation orders alike.
            var (first, last) = (PassportNumber.First(region), PassportNumber.Last(region));
            rows = rows.Where(r => r.Passport.Number.CompareTo(first) >= 0);
            // Of two upper bounds SQLite starts at one and passes every row down to the other: a page that goes on among the region's numbers has its own.
            if (!PassportNumber.IsAmong(request.After, region))
            {
                rows = rows.Where(r => r.Passport.Number.CompareTo(last) <= 0);
            }
        }
        else if (!user.SeesAllRegions)
        {
            return new Slice<PassportRow>([], null);
        }

        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            if (PassportNumber.TryParse(request.Search, null, out var number))
            {
                rows = rows.Where(r => r.Passport.Number == number.Text);
            }
            else
            {
                var name = TextNorm.Of(request.Search);
                rows = rows.Where(r => r.Candidate.NameNorm.StartsWith(name) || r.Passport.Number.StartsWith(name));
            }
        }

        if (request.ExamId is { } examId)
        {
            rows = rows.Where(r => r.Exam.Id == examId);
        }

        if (request.Status is { } status)
        {
            rows = rows.Where(r => r.Passport.Status == status);
        }

        if (!string.IsNullOrEmpty(request.After))
        {
            rows = rows.Where(r => r.Passport.Number.CompareTo(request.After) < 0);
        }

        var page = await rows
            .OrderByDescending(r => r.Passport.Number)
            .Select(r => new { r.Passport.Id, r.Passport.CandidateId, r.Passport.Number, r.Candidate.Name, r.Passport.Facts, ExamId = r.Exam.Id, ExamNumber = r.Exam.Number, r.Result.Total, r.Result.Maximum, r.Passport.IssuedAt, r.Passport.Status })
            .Take(size + 1)
            .AsNoTracking()
            .ToListAsync(ct);
        access.Note(PersonalDataKind.List, page.Take(size).Select(r => r.CandidateId));
        return Slice.Of(
            page.ConvertAll(r => new PassportRow(r.Id, r.Number, r.Name, new Bilingual(r.Facts.Skill, r.Facts.SkillEn), r.ExamId, r.ExamNumber, r.Total, r.Maximum, r.IssuedAt, r.Status)),
            size, row => row.Number);
    }
}
