using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Exams, latest first; of one state, venue or month when asked.</summary>
/// <param name="Month"><c>2026-06</c>: exams with a day in that month.</param>
[Authorize(Policy = Policies.SeeExams)]
public sealed record ListExams(ExamStatus? Status = null, VenueId? VenueId = null, string? Month = null, string? After = null, int? Size = null)
    : IQuery<Slice<ExamLine>>;

public sealed record ExamLine(
    ExamId Id, string Number, ExamStatus Status, string PackageCode, string PackageName, string PackageNameEn, ExamLevel Level, bool WithVariativePart,
    VenueId VenueId, string Venue, string VenueEn, string City, string TimeZone, DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay,
    int Groups, int Candidates, PersonName? Chief);

internal sealed class ListExamsValidator : AbstractValidator<ListExams>
{
    public ListExamsValidator()
    {
        RuleFor(x => x.Status).IsInEnum();
        RuleFor(x => x.Month).Must(month => month is null || Months.TryRead(month, out _)).WithMessage("Validation.Unreadable");
        RuleFor(x => x.After).Must(after => after is null || ListExamsHandler.TryRead(after, out _, out _)).WithMessage("Validation.Unreadable");
    }
}

internal sealed class ListExamsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListExams, Slice<ExamLine>>
{
    public async Task<Slice<ExamLine>> Handle(ListExams request, CancellationToken ct)
    {
        var exams = db.Exams.AsNoTracking().IgnoreAutoIncludes().VisibleTo(user, db).Matching(request);
        if (request.After is not null && TryRead(request.After, out var day, out var number))
        {
            // Numbers of one year differ only in their digits, which every collation orders alike. The day stands once more by itself, because PostgreSQL begins to
            // read an index where a condition of its own says so, and not within an “or”.
            exams = exams.Where(e => e.FirstDay <= day && (e.FirstDay < day || (e.FirstDay == day && string.Compare(e.Number, number) < 0)));
        }

        var size = SliceSize.Of(request.Size);
        var rows = await (from exam in exams
                          join package in db.Packages on exam.PackageId equals package.Id
                          join venue in db.Venues on exam.VenueId equals venue.Id
                          orderby exam.FirstDay descending, exam.Number descending
                          select new
                          {
                              Exam = exam,
                              package.Code,
                              package.Name,
                              package.NameEn,
                              Venue = venue.Name,
                              VenueEn = venue.NameEn,
                              venue.City,
                              Groups = exam.Groups.Count,
                              Candidates = exam.Enrolments.Count,
                              Chief = exam.Duties.Where(d => d.Role == ExamRole.ChiefExpert).Select(d => d.ExpertId).FirstOrDefault(),
                          }).Take(size + 1).ToListAsync(ct);

        var chiefs = rows.Select(r => r.Chief).Distinct().ToList();
        var names = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => chiefs.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToDictionaryAsync(e => e.Id, e => e.Name, ct);
        var lines = rows.Select(r => new ExamLine(
            r.Exam.Id, r.Exam.Number, r.Exam.Status, r.Code, r.Name, r.NameEn, r.Exam.Level, r.Exam.WithVariativePart,
            r.Exam.VenueId, r.Venue, r.VenueEn, r.City, r.Exam.TimeZone, r.Exam.PreparatoryDay, r.Exam.FirstDay, r.Exam.LastDay,
            r.Groups, r.Candidates, names.GetValueOrDefault(r.Chief))).ToList();
        return Slice.Of(lines, size, e => string.Create(CultureInfo.InvariantCulture, $"{e.FirstDay:yyyy-MM-dd}~{e.Number}"));
    }

    internal static bool TryRead(string after, out DateOnly day, out string number)
    {
        var parts = after.Split('~', 2);
        number = parts.Length == 2 ? parts[1] : "";
        return DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && number.Length > 0;
    }
}

internal static class ExamFilter
{
    public static IQueryable<Exam> Matching(this IQueryable<Exam> exams, ListExams request)
    {
        if (request.Status is { } status)
        {
            exams = exams.Where(e => e.Status == status);
        }

        if (request.VenueId is { } venueId)
        {
            exams = exams.Where(e => e.VenueId == venueId);
        }

        if (request.Month is not null && Months.TryRead(request.Month, out var month))
        {
            var next = month.AddMonths(1);
            exams = exams.Where(e => e.LastDay >= month && e.FirstDay < next);
        }

        return exams;
    }
}

/// <summary>Months as addresses write them.</summary>
internal static class Months
{
    /// <summary>The first day of <c>2026-06</c>.</summary>
    public static bool TryRead(string? text, out DateOnly first) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out first);

    public static string Write(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
