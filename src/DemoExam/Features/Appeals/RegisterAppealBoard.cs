using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>Registers the appeals board of an organisation for a calendar year. A later one of the same year takes the earlier one's place.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record RegisterAppealBoard(AppealBoardId BoardId, OrganisationId OrganisationId, int Year, string Document, string Chair, IReadOnlyList<string> Members, string Secretary) : ICommand<Created<AppealBoardId>>;

internal sealed class RegisterAppealBoardValidator : AbstractValidator<RegisterAppealBoard>
{
    public RegisterAppealBoardValidator()
    {
        RuleFor(r => r.BoardId).NotEmpty();
        RuleFor(r => r.OrganisationId).NotEmpty();
        RuleFor(r => r.Year).InclusiveBetween(2020, 2100);
        RuleFor(r => r.Document).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Chair).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Secretary).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Members).NotEmpty();
        RuleForEach(r => r.Members).MaximumLength(200);
    }
}

internal sealed class RegisterAppealBoardHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<RegisterAppealBoard, Created<AppealBoardId>>
{
    public async Task<Created<AppealBoardId>> Handle(RegisterAppealBoard request, CancellationToken ct)
    {
        NotFound.Unless(await db.BoardOrganisationsFor(user).SingleOrDefaultAsync(o => o.Id == request.OrganisationId, ct), "organisation", request.OrganisationId);
        if (!await db.AppealBoards.AnyAsync(b => b.Id == request.BoardId, ct))
        {
            db.AppealBoards.Add(new AppealBoard(request.BoardId, request.OrganisationId, request.Year, request.Document, request.Chair, request.Members, request.Secretary, time.GetUtcNow()));
        }

        return new Created<AppealBoardId>(request.BoardId);
    }
}

internal static class BoardOrganisations
{
    /// <summary>Organisations whose boards the user registers: the own one for an organiser, all of the region for the operator.</summary>
    public static IQueryable<Organisation> BoardOrganisationsFor(this DemoExamDb db, CurrentUser user)
    {
        var own = user.OrganisationId;
        var organisations = db.Organisations.AsNoTracking().InRegionOf(user).Where(o => o.Kind != OrganisationKind.Employer);
        return user.Is(Roles.RegionalOperator) ? organisations : organisations.Where(o => o.Id == own);
    }
}
