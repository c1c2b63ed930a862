using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Domain.People;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>Experts of the user's region by name, with what their credentials are worth.</summary>
/// <param name="Search">Any part of the name.</param>
/// <param name="Covers">Only experts with a credential for this speciality or package on the day.</param>
/// <param name="On">The day; today when not said.</param>
/// <param name="Role">… that gives this role.</param>
/// <param name="State">Only experts with a credential in this state on the day.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListExperts(
    string? Search = null, string? Covers = null, DateOnly? On = null, ExamRole? Role = null, CredentialState? State = null, string? After = null, int? Size = null)
    : IQuery<Slice<ExpertRow>>;

/// <param name="Credentials">All documents, the latest first.</param>
public sealed record ExpertRow(ExpertId Id, PersonName Name, string Employer, string EmployerEn, IReadOnlyList<CredentialRow> Credentials);

/// <param name="Covers">Code of a speciality or of one package.</param>
/// <param name="ValidTo">Last day, included; null for an open end.</param>
/// <param name="Source">The training that it came of; null for a document from elsewhere, and in lists.</param>
public sealed record CredentialRow(ExpertCredentialId Id, CredentialType Type, string Covers, string Number, DateOnly ValidFrom, DateOnly? ValidTo, CredentialState State, CredentialSource? Source = null);

/// <summary>The training of experts that a document came of.</summary>
public sealed record CredentialSource(ProgrammeId ProgrammeId, string Programme, string ProgrammeEn, string Group);

internal sealed class ListExpertsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListExperts, Slice<ExpertRow>>
{
    public async Task<Slice<ExpertRow>> Handle(ListExperts request, CancellationToken ct)
    {
        var day = request.On ?? await db.Today(user, time, ct);
        var experts = db.Experts.AsNoTracking().InRegionOf(user).Matching(request, day, db);
        var after = NameKey.Read(request.After);
        experts = experts.OrderBy(e => e.NameNorm).ThenBy(e => e.Id);
        if (after is not null)
        {
            experts = experts.Where(e => string.Compare(e.NameNorm, after.NameNorm) >= 0).Skip(after.Shown);
        }

        var size = SliceSize.Of(request.Size);
        var rows = await experts.Take(size + 1).Select(e => new
        {
            e.Id,
            e.Name,
            e.NameNorm,
            Employer = db.Organisations.Where(o => o.Id == e.EmployerId).Select(o => new { o.ShortName, o.NameEn }).First(),
            Credentials = e.Credentials.Select(c => new { c.Id, c.Type, c.Covers, c.Number, c.ValidFrom, c.ValidTo, c.IsRevoked }).ToList(),
        }).ToListAsync(ct);
        var slice = NameKey.Page(rows, size, after, r => r.NameNorm);
        return new Slice<ExpertRow>(
            [.. slice.Items.Select(r => new ExpertRow(r.Id, r.Name, r.Employer.ShortName, r.Employer.NameEn,
                [.. r.Credentials.OrderByDescending(c => c.ValidTo ?? DateOnly.MaxValue).ThenBy(c => c.Number)
                    .Select(c => new CredentialRow(c.Id, c.Type, c.Covers, c.Number, c.ValidFrom, c.ValidTo, ExpertCredential.StateOf(c.IsRevoked, c.ValidFrom, c.ValidTo, day)))]))],
            slice.Next);
    }
}

internal static class ExpertFilter
{
    private static readonly CredentialType[] Heading = [CredentialType.ConductRight, CredentialType.CertifiedExpert];

    public static IQueryable<Expert> Matching(this IQueryable<Expert> experts, ListExperts request, DateOnly day, DemoExamDb db)
    {
        experts = experts.Where(e => e.MergedInto == null);
        if (TextNorm.Of(request.Search) is { Length: > 0 } search)
        {
            experts = experts.Where(e => e.NameNorm.Contains(search));
        }

        if (request.Covers is { Length: > 0 } covers)
        {
            covers = covers.Trim();
            var isHead = request.Role == ExamRole.ChiefExpert;
            // A document for a speciality covers all of its packages.
            experts = experts.Where(e => e.Credentials.Any(c => !c.IsRevoked && c.ValidFrom <= day && (c.ValidTo == null || c.ValidTo >= day)
                && (c.Covers == covers || db.Packages.Any(p => p.Code == covers && p.SpecialityCode == c.Covers))
                && (!isHead || Heading.Contains(c.Type))));
        }

        if (request.State is { } state)
        {
            experts = InState(experts, state, day);
        }

        return experts;
    }

    private static IQueryable<Expert> InState(IQueryable<Expert> experts, CredentialState state, DateOnly day)
    {
        var soon = day.AddDays(ExpertCredential.SoonDays);
        return state switch
        {
            CredentialState.NotYet => experts.Where(e => e.Credentials.Any(c => !c.IsRevoked && c.ValidFrom > day)),
            CredentialState.InForce => experts.Where(e => e.Credentials.Any(c => !c.IsRevoked && c.ValidFrom <= day && (c.ValidTo == null || c.ValidTo > soon))),
            CredentialState.ExpiresSoon => experts.Where(e => e.Credentials.Any(c => !c.IsRevoked && c.ValidFrom <= day && c.ValidTo >= day && c.ValidTo <= soon)),
            CredentialState.Expired => experts.Where(e => e.Credentials.Any(c => !c.IsRevoked && c.ValidTo < day)),
            _ => experts.Where(e => e.Credentials.Any(c => c.IsRevoked)),
        };
    }
}
