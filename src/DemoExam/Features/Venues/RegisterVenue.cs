using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>Adds a venue to the register. It stands in the region of the organisation that holds it.</summary>
/// <param name="NameEn">Name on English documents; the Russian one when empty.</param>
/// <param name="Address">Actual address of the site.</param>
/// <param name="TimeZone">IANA time zone of the site; that of the region when empty.</param>
/// <param name="Workplaces">Workplaces of the site, for all packages together.</param>
/// <param name="Kinds">What the site is; an exam venue when not said.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RegisterVenue(
    OrganisationId OrganisationId, string Name, string? NameEn, string City, string Address, int Workplaces, string? TimeZone = null, IReadOnlyList<VenueKind>? Kinds = null)
    : ICommand<VenueId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public VenueId Id { get; init; }
}

internal sealed class RegisterVenueValidator : AbstractValidator<RegisterVenue>
{
    public RegisterVenueValidator()
    {
        RuleFor(r => r.OrganisationId).NotEmpty();
        // Together with the city it fits the column for search.
        RuleFor(r => r.Name).NotEmpty().MaximumLength(300);
        RuleFor(r => r.NameEn).MaximumLength(300);
        RuleFor(r => r.City).NotEmpty().MaximumLength(60);
        RuleFor(r => r.Address).NotEmpty().MaximumLength(400);
        RuleForEach(r => r.Kinds).IsInEnum();
        RuleFor(r => r.Workplaces).InclusiveBetween(1, VenueRules.MostWorkplaces);
        RuleFor(r => r.TimeZone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone!, out _)).When(r => !string.IsNullOrEmpty(r.TimeZone))
            .WithMessage("Validation.TimeZone");
    }
}

internal sealed class RegisterVenueHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RegisterVenue, VenueId>
{
    public async Task<VenueId> Handle(RegisterVenue request, CancellationToken ct)
    {
        var holder = NotFound.Unless(
            await (from organisation in db.Organisations.InRegionOf(user)
                   join region in db.Regions on organisation.RegionCode equals region.Code
                   where organisation.Id == request.OrganisationId
                   select new { organisation.RegionCode, region.TimeZone }).SingleOrDefaultAsync(ct),
            "organisation", request.OrganisationId);

        var name = request.Name.Trim();
        var venue = new Venue(request.Id, request.OrganisationId, name, string.IsNullOrWhiteSpace(request.NameEn) ? name : request.NameEn.Trim(),
            holder.RegionCode, request.City.Trim(), request.Address.Trim(), string.IsNullOrEmpty(request.TimeZone) ? holder.TimeZone : request.TimeZone, request.Workplaces);

        if (request.Kinds is { } kinds)
        {
            venue.SetKinds(kinds);
        }

        var refusals = new Refusals();
        refusals.Require(VenueRules.VenueIsNew, !await db.Venues.AnyAsync(v => v.RegionCode == venue.RegionCode && v.NameNorm == venue.NameNorm, ct),
            nameof(request.Name), ("name", venue.Name), ("city", venue.City));
        refusals.ThrowIfAny();
        db.Venues.Add(venue);
        return venue.Id;
    }
}
