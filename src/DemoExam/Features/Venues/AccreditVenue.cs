using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>Registers the certificate, or the application for one, by which a venue may hold exams of one package at one level.</summary>
/// <param name="PackageCode">Code of an imported package; it covers all its versions.</param>
/// <param name="CertificateNumber">As printed on the certificate.</param>
/// <param name="ValidTo">Last day, included.</param>
/// <param name="Workplaces">Accredited workplaces: the most candidates at one time.</param>
/// <param name="Status"><c>accredited</c>, or <c>applied</c> for an application whose review begins.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record AccreditVenue(string PackageCode, ExamLevel Level, string CertificateNumber, DateOnly ValidFrom, DateOnly ValidTo, int Workplaces,
    AccreditationStatus Status = AccreditationStatus.Accredited)
    : ICommand<AccreditationId>
{
    /// <summary>From the address.</summary>
    [JsonIgnore]
    public VenueId VenueId { get; init; }

    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public AccreditationId Id { get; init; }
}

internal sealed class AccreditVenueValidator : AbstractValidator<AccreditVenue>
{
    public AccreditVenueValidator()
    {
        RuleFor(r => r.PackageCode).NotEmpty().MaximumLength(60);
        RuleFor(r => r.Level).IsInEnum();
        RuleFor(r => r.CertificateNumber).NotEmpty().MaximumLength(60);
        RuleFor(r => r.ValidFrom).NotEmpty();
        RuleFor(r => r.ValidTo).NotEmpty();
        RuleFor(r => r.Workplaces).GreaterThan(0);
        RuleFor(r => r.Status).Must(status => status is AccreditationStatus.Accredited or AccreditationStatus.Applied);
    }
}

internal sealed class AccreditVenueHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<AccreditVenue, AccreditationId>
{
    public async Task<AccreditationId> Handle(AccreditVenue request, CancellationToken ct)
    {
        var venue = NotFound.Unless(await db.Venues.InRegionOf(user).SingleOrDefaultAsync(v => v.Id == request.VenueId, ct), "venue", request.VenueId);
        var uses = await db.Packages.Where(p => p.Code == request.PackageCode).SelectMany(p => p.Criteria.Select(c => c.Use)).Distinct().ToListAsync(ct);

        var refusals = new Refusals();
        if (refusals.Require(VenueRules.PackageIsKnown, uses.Count > 0, nameof(request.PackageCode), ("package", request.PackageCode)))
        {
            refusals.Require(PackageRules.LevelIsInPackage, uses.Any(use => new ExamScope(request.Level, request.Level == ExamLevel.Profile).Covers(use)),
                nameof(request.Level), ("package", request.PackageCode), ("level", request.Level));
        }

        refusals.ThrowIfAny();
        return venue.Accredit(request.Id,
            new AccreditationTerms(request.PackageCode, request.Level, request.CertificateNumber.Trim(), request.ValidFrom, request.ValidTo, request.Workplaces), request.Status).Id;
    }
}
