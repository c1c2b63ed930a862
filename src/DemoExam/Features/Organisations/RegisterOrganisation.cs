using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Organisations;

/// <summary>Adds a college, a branch of one, a regional operator or an employer.</summary>
/// <param name="Name">Full official name.</param>
/// <param name="ShortName">Name for lists.</param>
/// <param name="NameEn">Name on English documents; the Russian one when empty.</param>
/// <param name="RegionCode">Two digits; accounts of a region may leave it out.</param>
/// <param name="ParentId">The organisation that this one is a branch of.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RegisterOrganisation(
    OrganisationKind Kind, string Name, string ShortName, string? NameEn, string City, string? RegionCode = null, OrganisationId? ParentId = null)
    : ICommand<OrganisationId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public OrganisationId Id { get; init; }
}

internal sealed class RegisterOrganisationValidator : AbstractValidator<RegisterOrganisation>
{
    public RegisterOrganisationValidator(CurrentUser user)
    {
        RuleFor(r => r.Kind).IsInEnum();
        // Together they fit the column for search.
        RuleFor(r => r.Name).NotEmpty().MaximumLength(240);
        RuleFor(r => r.ShortName).NotEmpty().MaximumLength(80);
        RuleFor(r => r.City).NotEmpty().MaximumLength(60);
        RuleFor(r => r.NameEn).MaximumLength(240);
        RuleFor(r => r.RegionCode).NotEmpty().When(_ => user.RegionCode is null);
    }
}

internal sealed class RegisterOrganisationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RegisterOrganisation, OrganisationId>
{
    public async Task<OrganisationId> Handle(RegisterOrganisation request, CancellationToken ct)
    {
        var regionCode = string.IsNullOrEmpty(request.RegionCode) ? user.RegionCode! : request.RegionCode;
        OrganisationRules.RegionIsOwn.Require(user.RegionCode is null || user.RegionCode == regionCode, ("region", regionCode), ("own", user.RegionCode));
        NotFound.Unless(await db.Regions.FindAsync([regionCode], ct), "region", regionCode);
        if (request.ParentId is { } parent)
        {
            NotFound.Unless(await db.Organisations.InRegionOf(user).SingleOrDefaultAsync(o => o.Id == parent, ct), "organisation", parent);
        }

        var name = request.Name.Trim();
        var nameEn = string.IsNullOrWhiteSpace(request.NameEn) ? name : request.NameEn.Trim();
        var organisation = new Organisation(request.Id, request.Kind, name, request.ShortName.Trim(), nameEn, regionCode, request.City.Trim(), request.ParentId);

        var refusals = new Refusals();
        refusals.Require(OrganisationRules.OrganisationIsNew,
            !await db.Organisations.AnyAsync(o => o.RegionCode == regionCode && o.NameNorm == organisation.NameNorm, ct),
            nameof(request.Name), ("name", organisation.Name), ("city", organisation.City));
        refusals.ThrowIfAny();
        db.Organisations.Add(organisation);
        return organisation.Id;
    }
}
