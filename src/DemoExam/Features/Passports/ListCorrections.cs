using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Requests of holders to correct their passports: the open ones first, the longest waiting at the top, then what was decided lately.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ListCorrections : IQuery<IReadOnlyList<CorrectionRow>>;

/// <summary>One request.</summary>
/// <param name="Holder">The name in the register.</param>
/// <param name="Name">The name that the holder asks for.</param>
public sealed record CorrectionRow(
    CorrectionRequestId Id, PassportId PassportId, string Number, PersonName Holder, CorrectionKind Kind, PersonName? Name, string Text, DateTimeOffset AskedAt,
    CorrectionStatus Status, DateTimeOffset? DecidedAt, string? DecidedBy, string? Answer);

internal sealed class ListCorrectionsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListCorrections, IReadOnlyList<CorrectionRow>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<CorrectionRow>> Handle(ListCorrections request, CancellationToken ct)
    {
        var rows = from asked in db.CorrectionRequests.AsNoTracking()
                   join passport in db.Passports.InRegionOf(db, user) on asked.PassportId equals passport.Id
                   join candidate in db.Candidates on asked.CandidateId equals candidate.Id
                   select new { Asked = asked, passport.Number, candidate.Name };
        var open = await rows.Where(r => r.Asked.Status == CorrectionStatus.Open).OrderBy(r => r.Asked.AskedAt).Take(Most).ToListAsync(ct);
        var decided = await rows.Where(r => r.Asked.Status != CorrectionStatus.Open && r.Asked.DecidedAt != null).OrderByDescending(r => r.Asked.DecidedAt).Take(Most / 4).ToListAsync(ct);
        return [.. open.Concat(decided).Select(r => new CorrectionRow(
            r.Asked.Id, r.Asked.PassportId, r.Number, r.Name, r.Asked.Kind, r.Asked.Name, r.Asked.Text, r.Asked.AskedAt, r.Asked.Status, r.Asked.DecidedAt, r.Asked.DecidedBy, r.Asked.Answer))];
    }
}
