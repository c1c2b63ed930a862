using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>Appeals boards, the latest first, and for which organisations the user may register one.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record ListAppealBoards : IQuery<AppealBoards>;

/// <summary>Boards and organisations.</summary>
public sealed record AppealBoards(IReadOnlyList<AppealBoardView> Boards, IReadOnlyList<BoardOrganisation> Organisations);

/// <summary>A board.</summary>
/// <param name="InForce">False when a later one of the same year took its place.</param>
public sealed record AppealBoardView(AppealBoardId Id, string Organisation, int Year, string Document, IReadOnlyList<BoardPerson> People, DateTimeOffset RegisteredAt, bool InForce);

/// <summary>An organisation that has boards.</summary>
public sealed record BoardOrganisation(OrganisationId Id, string Name);

internal sealed class ListAppealBoardsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListAppealBoards, AppealBoards>
{
    public async Task<AppealBoards> Handle(ListAppealBoards request, CancellationToken ct)
    {
        var organisations = await db.BoardOrganisationsFor(user).OrderBy(o => o.NameNorm).Select(o => new BoardOrganisation(o.Id, o.ShortName)).ToListAsync(ct);
        var names = organisations.ToDictionary(o => o.Id, o => o.Name);
        var ids = names.Keys.ToList();
        var boards = await db.AppealBoards.AsNoTracking().Where(b => ids.Contains(b.OrganisationId)).OrderByDescending(b => b.Year).ThenByDescending(b => b.RegisteredAt).ToListAsync(ct);
        var latest = boards.GroupBy(b => (b.OrganisationId, b.Year)).Select(g => g.First().Id).ToHashSet();
        return new AppealBoards(boards.ConvertAll(b => new AppealBoardView(b.Id, names[b.OrganisationId], b.Year, b.Document, b.People, b.RegisteredAt, latest.Contains(b.Id))), organisations);
    }
}
