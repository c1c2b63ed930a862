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

/// <summary>Corrects what the register says about a venue, and keeps its passport: rooms, equipment, contacts. Exams that are planned keep the time zone they were planned in.</summary>
/// <param name="NameEn">Name on English documents; the Russian one when empty.</param>
/// <param name="Workplaces">Workplaces of the site, for all packages together.</param>
/// <param name="Kinds">What the site is; as before when not said.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ChangeVenue(string Name, string? NameEn, string City, string Address, int Workplaces, string TimeZone, VenuePassport Passport, IReadOnlyList<VenueKind>? Kinds = null) : ICommand<Unit>
{
    [JsonIgnore]
    public VenueId VenueId { get; init; }
}

internal sealed class ChangeVenueValidator : AbstractValidator<ChangeVenue>
{
    private const int MostRooms = 100;
    private const int MostLines = 1000;

    public ChangeVenueValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(300);
        RuleFor(r => r.NameEn).MaximumLength(300);
        RuleFor(r => r.City).NotEmpty().MaximumLength(60);
        RuleFor(r => r.Address).NotEmpty().MaximumLength(400);
        RuleForEach(r => r.Kinds).IsInEnum();
        RuleFor(r => r.Workplaces).InclusiveBetween(1, VenueRules.MostWorkplaces);
        RuleFor(r => r.TimeZone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "", out _)).WithMessage("Validation.TimeZone");
        RuleFor(r => r.Passport).NotNull();
        When(r => r.Passport is not null, () =>
        {
            RuleFor(r => r.Passport.Contacts).NotNull();
            RuleFor(r => r.Passport.Contacts.Person).MaximumLength(200).When(r => r.Passport.Contacts is not null);
            RuleFor(r => r.Passport.Contacts.Phone).MaximumLength(60).When(r => r.Passport.Contacts is not null);
            RuleFor(r => r.Passport.Contacts.Email).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.Passport.Contacts?.Email));
            RuleFor(r => r.Passport.Internet).MaximumLength(200);
            RuleFor(r => r.Passport.Rooms).NotNull().Must(rooms => rooms is null || rooms.Count <= MostRooms).WithMessage("Validation.TooManyLines");
            RuleForEach(r => r.Passport.Rooms).Must(room => room is { Name.Length: > 0 and <= 60, Workplaces: > 0 }).WithMessage("Validation.Room");
            RuleFor(r => r.Passport.Place).Must(place => place is null or { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 }).WithMessage("Validation.Coordinates");
            RuleFor(r => r.Passport.Renewals).Must(lines => lines is null || lines.Count <= MostLines).WithMessage("Validation.TooManyLines");
            RuleForEach(r => r.Passport.Renewals).Must(line => line is { Name.Length: > 0 and <= 300, Quantity: > 0, Year: >= 2000 and <= 2100 } && (line.Means?.Length ?? 0) <= 200).WithMessage("Validation.Renewal");
            RuleFor(r => r.Passport.Equipment).NotNull().Must(lines => lines is null || lines.Count <= MostLines).WithMessage("Validation.TooManyLines");
            RuleForEach(r => r.Passport.Equipment).Must(line => line is { Name.Length: > 0 and <= 300, Quantity: > 0 } && (line.General?.Length ?? 0) <= 300 && (line.Okpd?.Length ?? 0) <= 20
                && (line.Manufacturer?.Length ?? 0) <= 200 && (line.Country?.Length ?? 0) <= 60).WithMessage("Validation.Equipment");
        });
    }
}

internal sealed class ChangeVenueHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeVenue, Unit>
{
    public async Task<Unit> Handle(ChangeVenue request, CancellationToken ct)
    {
        var venue = NotFound.Unless(await db.Venues.InRegionOf(user).SingleOrDefaultAsync(v => v.Id == request.VenueId, ct), "venue", request.VenueId);
        var name = request.Name.Trim();
        venue.Change(name, string.IsNullOrWhiteSpace(request.NameEn) ? name : request.NameEn.Trim(), request.City.Trim(), request.Address.Trim(), request.TimeZone, request.Workplaces, request.Passport);
        if (request.Kinds is { } kinds)
        {
            venue.SetKinds(kinds);
        }

        var refusals = new Refusals();
        refusals.Require(VenueRules.VenueIsNew, !await db.Venues.AnyAsync(v => v.RegionCode == venue.RegionCode && v.NameNorm == venue.NameNorm && v.Id != venue.Id, ct),
            nameof(request.Name), ("name", venue.Name), ("city", venue.City));
        refusals.ThrowIfAny();
        return Unit.Value;
    }
}
