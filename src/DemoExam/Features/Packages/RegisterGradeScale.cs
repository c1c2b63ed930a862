using System.Globalization;
using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>
/// Registers a grade scale that a local act fixes. Scales never change: a new act makes a new scale, and results that were
/// locked keep their grade.
/// </summary>
/// <param name="Name">What people call the scale.</param>
/// <param name="ActTitle">Kind of the act, for example «Приказ».</param>
/// <param name="ActNumber">Number of the act.</param>
/// <param name="ActDate">Date of the act.</param>
/// <param name="OrganisationId">Whose scale it is; null for the one that everybody without an own scale uses, which only an administrator registers.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day, included; null for an open end.</param>
/// <param name="Grades">At least two, rising from 0 %.</param>
[Authorize(Policy = Policies.SetGradeScales)]
public sealed record RegisterGradeScale(
    string Name, string ActTitle, string ActNumber, DateOnly ActDate, OrganisationId? OrganisationId, DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyList<GradeStep> Grades)
    : ICommand<GradeScaleId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public GradeScaleId Id { get; init; }
}

internal sealed class RegisterGradeScaleValidator : AbstractValidator<RegisterGradeScale>
{
    public RegisterGradeScaleValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.ActTitle).NotEmpty().MaximumLength(100);
        RuleFor(r => r.ActNumber).NotEmpty().MaximumLength(60);
        RuleFor(r => r.ActDate).NotEmpty();
        RuleFor(r => r.ValidFrom).NotEmpty();
        RuleFor(r => r.ValidTo).GreaterThanOrEqualTo(r => r.ValidFrom).When(r => r.ValidTo is not null);
        RuleFor(r => r.Grades).NotEmpty();
        RuleForEach(r => r.Grades).ChildRules(grade =>
        {
            grade.RuleFor(g => g.From).InclusiveBetween(0, 99.99m).PrecisionScale(4, 2, true);
            grade.RuleFor(g => g.Grade).NotEmpty().MaximumLength(30);
        });
    }
}

internal sealed class RegisterGradeScaleHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RegisterGradeScale, GradeScaleId>
{
    public async Task<GradeScaleId> Handle(RegisterGradeScale request, CancellationToken ct)
    {
        if (request.OrganisationId is { } organisation)
        {
            NotFound.Unless(await db.OrganisationsOf(user).FirstOrDefaultAsync(o => o.Id == organisation, ct), "organisation", organisation);
        }
        else if (!user.Is(Roles.Administrator))
        {
            throw new Forbidden(isAnonymous: false);
        }

        PackageRules.ScaleIsNew.Require(
            !await db.GradeScales.AnyAsync(s => s.OrganisationId == request.OrganisationId && s.ValidFrom == request.ValidFrom, ct), ("day", request.ValidFrom));
        var act = $"{request.ActTitle.Trim()} № {request.ActNumber.Trim()} от {request.ActDate.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)}";
        db.GradeScales.Add(new GradeScale(request.Id, request.Name.Trim(), act, request.OrganisationId, request.ValidFrom, request.ValidTo, request.Grades.Select(g => g.ToBound())));
        return request.Id;
    }
}
