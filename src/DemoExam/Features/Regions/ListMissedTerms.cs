using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Regions;

/// <summary>Terms of a year's exams that passed without what was due, the latest first: what stands behind the figure.</summary>
/// <param name="Year">Calendar year of the exams' first day; without it the present one.</param>
/// <param name="What">Only this.</param>
/// <param name="Skip">How many to pass over.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ListMissedTerms(int? Year = null, Milestone? What = null, int Skip = 0) : IQuery<MissedTermList>;

/// <param name="Next">What to pass over for the next page; null on the last one.</param>
public sealed record MissedTermList(int Year, IReadOnlyList<MissedTermRow> Terms, int? Next);

public sealed record MissedTermRow(ExamId ExamId, string Number, string Venue, string VenueEn, DateOnly FirstDay, DateOnly LastDay, Milestone What, DateOnly By);

internal sealed class ListMissedTermsValidator : AbstractValidator<ListMissedTerms>
{
    public ListMissedTermsValidator()
    {
        RuleFor(r => r.What).IsInEnum();
        RuleFor(r => r.Skip).GreaterThanOrEqualTo(0);
    }
}

internal sealed class ListMissedTermsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListMissedTerms, MissedTermList>
{
    public async Task<MissedTermList> Handle(ListMissedTerms request, CancellationToken ct)
    {
        var year = request.Year ?? time.GetUtcNow().Year;
        var exams = db.Exams.AsNoTracking().CountedFor(user).Of(CalendarYear.Of(year));
        var terms = from term in db.MissedTerms.AsNoTracking()
                    join exam in exams on term.ExamId equals exam.Id
                    join venue in db.Venues.IgnoreAutoIncludes() on exam.VenueId equals venue.Id
                    where request.What == null || term.What == request.What
                    orderby term.By descending, exam.Number, term.What
                    select new MissedTermRow(exam.Id, exam.Number, venue.Name, venue.NameEn, exam.FirstDay, exam.LastDay, term.What, term.By);
        var rows = await terms.Skip(request.Skip).Take(SliceSize.Default + 1).ToListAsync(ct);
        return new MissedTermList(year, [.. rows.Take(SliceSize.Default)], rows.Count > SliceSize.Default ? request.Skip + SliceSize.Default : null);
    }
}
