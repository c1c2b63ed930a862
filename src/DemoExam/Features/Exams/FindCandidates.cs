using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>
/// Candidates of a college or study group, or by name, for an exam of the package between two days; and always those already
/// chosen, so that one answer is enough for a page.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record FindCandidates(
    PackageId? PackageId, DateOnly FirstDay, DateOnly LastDay, OrganisationId? OrganisationId, string? StudyGroup, string? Search,
    IReadOnlyList<CandidateId> Chosen) : IQuery<FoundCandidates>;

/// <param name="Chosen">The chosen, in order of organisation, group and name.</param>
/// <param name="Found">At most <see cref="FindCandidatesHandler.Most"/> others that fit the filter.</param>
/// <param name="More">True when the filter fits more than that.</param>
/// <param name="Groups">Every study group of the region with its size.</param>
public sealed record FoundCandidates(IReadOnlyList<CandidateOption> Chosen, IReadOnlyList<CandidateOption> Found, bool More, IReadOnlyList<StudyGroupOption> Groups);

/// <summary>A candidate as a choice.</summary>
/// <param name="TakenBy">Number of the exam that has taken the candidate on one of the days.</param>
/// <param name="TakenOn">That day.</param>
/// <param name="EnrolledIn">Number of another exam of the same package that the candidate is enrolled in.</param>
public sealed record CandidateOption(
    CandidateId Id, PersonName Name, CandidateCategory Category, OrganisationId OrganisationId, string Organisation, string? StudyGroup,
    string? TakenBy, DateOnly? TakenOn, string? EnrolledIn);

public sealed record StudyGroupOption(OrganisationId OrganisationId, string Organisation, string? StudyGroup, int Candidates);

internal sealed class FindCandidatesValidator : AbstractValidator<FindCandidates>
{
    public FindCandidatesValidator()
    {
        RuleFor(x => x.Search).MaximumLength(200);
        RuleFor(x => x.Chosen).NotNull();
    }
}

internal sealed class FindCandidatesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<FindCandidates, FoundCandidates>
{
    internal const int Most = 200;

    public async Task<FoundCandidates> Handle(FindCandidates request, CancellationToken ct)
    {
        var sizes = await db.Candidates.AsNoTracking().InRegionOf(user).Where(c => c.MergedInto == null).GroupBy(c => new { c.OrganisationId, c.StudyGroup })
            .Select(g => new { g.Key.OrganisationId, g.Key.StudyGroup, Candidates = g.Count() }).ToListAsync(ct);
        var colleges = sizes.Select(g => g.OrganisationId).Distinct().ToList();
        var names = await db.Organisations.AsNoTracking().Where(o => colleges.Contains(o.Id)).Select(o => new { o.Id, o.ShortName }).ToDictionaryAsync(o => o.Id, o => o.ShortName, ct);
        var groups = sizes.Select(g => new StudyGroupOption(g.OrganisationId, names[g.OrganisationId], g.StudyGroup, g.Candidates));

        var chosenIds = request.Chosen.Distinct().ToList();
        var chosen = await Rows(db.Candidates.Where(c => chosenIds.Contains(c.Id))).ToListAsync(ct);
        var found = new List<Row>();
        if (request.OrganisationId is not null || !string.IsNullOrWhiteSpace(request.Search))
        {
            var fitting = db.Candidates.Where(c => !chosenIds.Contains(c.Id) && c.MergedInto == null);
            if (request.OrganisationId is { } organisation)
            {
                fitting = fitting.Where(c => c.OrganisationId == organisation);
            }

            if (!string.IsNullOrEmpty(request.StudyGroup))
            {
                fitting = fitting.Where(c => c.StudyGroup == request.StudyGroup);
            }

            foreach (var word in TextNorm.Of(request.Search).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                fitting = fitting.Where(c => c.NameNorm.Contains(word));
            }

            found = await Rows(fitting.OrderBy(c => c.NameNorm).ThenBy(c => c.Id)).Take(Most + 1).ToListAsync(ct);
        }

        var ids = chosen.Concat(found).Select(c => c.Id).ToList();
        var taken = await db.TakenDays([.. ids.Select(id => id.Value)], request.FirstDay, request.LastDay, ct);
        var takenBy = taken.GroupBy(t => t.ResourceId).ToDictionary(t => t.Key, t => t.MinBy(x => x.Day)!);
        var enrolled = request.PackageId is not { } packageId ? [] : await (
            from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes()
            where exam.PackageId == packageId && exam.Status != ExamStatus.Cancelled && exam.Status != ExamStatus.Postponed
            from enrolment in exam.Enrolments
            where enrolment.Outcome != ParticipationOutcome.Moved && ids.Contains(enrolment.CandidateId)
            select new { enrolment.CandidateId, exam.Number }).ToListAsync(ct);
        var enrolledIn = enrolled.GroupBy(e => e.CandidateId).ToDictionary(e => e.Key, e => e.Min(x => x.Number));

        return new FoundCandidates(
            [.. chosen.Select(Option).OrderBy(c => c.Organisation, StringComparer.CurrentCulture).ThenBy(c => c.StudyGroup, StringComparer.CurrentCulture).ThenBy(c => c.Name.Full, StringComparer.CurrentCulture)],
            [.. found.Take(Most).Select(Option)],
            found.Count > Most,
            [.. groups.OrderBy(g => g.Organisation, StringComparer.CurrentCulture).ThenBy(g => g.StudyGroup, StringComparer.CurrentCulture)]);

        IQueryable<Row> Rows(IQueryable<Candidate> candidates) =>
            from candidate in candidates.AsNoTracking().InRegionOf(user)
            join organisation in db.Organisations on candidate.OrganisationId equals organisation.Id
            select new Row(candidate.Id, candidate.Name, candidate.Category, organisation.Id, organisation.ShortName, candidate.StudyGroup);

        CandidateOption Option(Row row)
        {
            var by = takenBy.GetValueOrDefault(row.Id.Value);
            return new CandidateOption(row.Id, row.Name, row.Category, row.OrganisationId, row.Organisation, row.StudyGroup, by?.ExamNumber, by?.Day, enrolledIn.GetValueOrDefault(row.Id));
        }
    }

    private sealed record Row(CandidateId Id, PersonName Name, CandidateCategory Category, OrganisationId OrganisationId, string Organisation, string? StudyGroup);
}
