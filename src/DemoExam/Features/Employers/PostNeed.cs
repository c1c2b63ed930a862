using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Packages;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>An employer says whom it looks for.</summary>
/// <param name="Speciality">Code in the catalogue of specialities, professions and skills.</param>
/// <param name="Level">Lowest level that will do.</param>
/// <param name="Positions">How many people.</param>
/// <param name="Until">Last day.</param>
/// <param name="Text">Conditions and duties in own words.</param>
[Authorize(Policy = Policies.BeEmployer)]
public sealed record PostNeed(string Speciality, ExamLevel Level, int Positions, DateOnly Until, string? Text = null) : ICommand<EmployerNeedId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public EmployerNeedId Id { get; init; }
}

internal sealed class PostNeedValidator : AbstractValidator<PostNeed>
{
    public PostNeedValidator()
    {
        RuleFor(r => r.Speciality).NotEmpty().MaximumLength(Speciality.LongestCode);
        RuleFor(r => r.Level).IsInEnum();
        RuleFor(r => r.Positions).InclusiveBetween(1, EmployerNeed.MostPositions);
        RuleFor(r => r.Until).NotEmpty();
        RuleFor(r => r.Text).MaximumLength(2000);
    }
}

internal sealed class PostNeedHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<PostNeed, EmployerNeedId>
{
    public async Task<EmployerNeedId> Handle(PostNeed request, CancellationToken ct)
    {
        var employer = user.RequireEmployer();
        var region = await db.Organisations.Where(o => o.Id == employer).Select(o => o.RegionCode).SingleAsync(ct);
        var refusals = new Refusals();
        refusals.Require(EmployerRules.NeedIsInCatalogue, await db.Specialities.AnyAsync(s => s.Code == request.Speciality && s.IsInForce, ct), nameof(request.Speciality), ("code", request.Speciality));
        refusals.ThrowIfAny();
        db.EmployerNeeds.Add(new EmployerNeed(request.Id, employer, region, request.Speciality, request.Level, request.Positions, request.Until, request.Text?.Trim() ?? "", await db.Today(user, time, ct), time.GetUtcNow()));
        return request.Id;
    }
}

/// <summary>The skills that an employer can ask for: the catalogue in force.</summary>
[Authorize(Policy = Policies.BeEmployer)]
public sealed record ListSkills : IQuery<IReadOnlyList<NeedSpeciality>>;

internal sealed class ListSkillsHandler(DemoExamDb db) : IRequestHandler<ListSkills, IReadOnlyList<NeedSpeciality>>
{
    public async Task<IReadOnlyList<NeedSpeciality>> Handle(ListSkills request, CancellationToken ct) =>
        await db.Specialities.AsNoTracking().Where(s => s.IsInForce).OrderBy(s => s.Code).Select(s => new NeedSpeciality(s.Code, s.Name, s.NameEn)).ToListAsync(ct);
}
