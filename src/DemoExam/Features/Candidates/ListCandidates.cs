using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>Candidates by name: those of the region, or of the organiser's own college.</summary>
/// <param name="Search">Any part of the name.</param>
/// <param name="OrganisationId">Only of this organisation.</param>
/// <param name="StudyGroup">Only of this study group, as the college writes it.</param>
/// <param name="Category">Only this category.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ListCandidates(
    string? Search = null, OrganisationId? OrganisationId = null, string? StudyGroup = null, CandidateCategory? Category = null, string? After = null, int? Size = null)
    : IQuery<Slice<CandidateRow>>;

/// <param name="HasAccount">Can sign in or has been handed a code to.</param>
public sealed record CandidateRow(
    CandidateId Id, PersonName Name, DateOnly BirthDate, CandidateCategory Category, string Organisation, string OrganisationEn, string? StudyGroup, bool HasAccount);

internal sealed class ListCandidatesHandler(DemoExamDb db, DataAccess access, CurrentUser user) : IRequestHandler<ListCandidates, Slice<CandidateRow>>
{
    public async Task<Slice<CandidateRow>> Handle(ListCandidates request, CancellationToken ct)
    {
        var after = NameKey.Read(request.After);
        var candidates = db.Candidates.AsNoTracking().VisibleTo(user, db).Matching(request).OrderBy(c => c.NameNorm).ThenBy(c => c.Id).AsQueryable();
        if (after is not null)
        {
            candidates = candidates.Where(c => string.Compare(c.NameNorm, after.NameNorm) >= 0).Skip(after.Shown);
        }

        var size = SliceSize.Of(request.Size);
        var rows = await candidates.Take(size + 1).Select(c => new
        {
            c.NameNorm,
            c.Id,
            c.Name,
            c.BirthDate,
            c.Category,
            Organisation = db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => new { o.ShortName, o.NameEn }).First(),
            c.StudyGroup,
            HasAccount = db.Users.Any(a => a.CandidateId == c.Id),
        }).ToListAsync(ct);
        var slice = NameKey.Page(rows, size, after, r => r.NameNorm);
        access.Note(PersonalDataKind.List, slice.Items.Select(r => r.Id));
        return new Slice<CandidateRow>(
            [.. slice.Items.Select(r => new CandidateRow(r.Id, r.Name, r.BirthDate, r.Category, r.Organisation.ShortName, r.Organisation.NameEn, r.StudyGroup, r.HasAccount))],
            slice.Next);
    }
}

internal static class CandidateFilter
{
    public static IQueryable<Candidate> Matching(this IQueryable<Candidate> candidates, ListCandidates filter)
    {
        candidates = candidates.Where(c => c.MergedInto == null);
        if (TextNorm.Of(filter.Search) is { Length: > 0 } search)
        {
            candidates = candidates.Where(c => c.NameNorm.Contains(search));
        }

        if (filter.OrganisationId is { } organisation)
        {
            candidates = candidates.Where(c => c.OrganisationId == organisation);
        }

        if (filter.StudyGroup?.Trim() is { Length: > 0 } group)
        {
            candidates = candidates.Where(c => c.StudyGroup == group);
        }

        return filter.Category is { } category ? candidates.Where(c => c.Category == category) : candidates;
    }
}
