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

/// <summary>Takes an application or a certificate a step further: to review, back for rework, accredited, suspended, withdrawn for good.</summary>
/// <param name="Status">One of the states that may follow, see <see cref="Accreditation.Next"/>.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ChangeAccreditationStatus(AccreditationStatus Status) : ICommand<Unit>
{
    /// <summary>From the address.</summary>
    [JsonIgnore]
    public VenueId VenueId { get; init; }

    /// <summary>From the address.</summary>
    [JsonIgnore]
    public AccreditationId AccreditationId { get; init; }
}

internal sealed class ChangeAccreditationStatusValidator : AbstractValidator<ChangeAccreditationStatus>
{
    public ChangeAccreditationStatusValidator() =>
        RuleFor(r => r.Status).IsInEnum().NotEqual(AccreditationStatus.Applied).WithMessage("Validation.EnumValidator");
}

internal sealed class ChangeAccreditationStatusHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeAccreditationStatus, Unit>
{
    public async Task<Unit> Handle(ChangeAccreditationStatus request, CancellationToken ct)
    {
        var venue = NotFound.Unless(
            await db.Venues.InRegionOf(user).SingleOrDefaultAsync(v => v.Id == request.VenueId && v.Accreditations.Any(a => a.Id == request.AccreditationId), ct),
            "accreditation", request.AccreditationId);
        venue.SetStatus(request.AccreditationId, request.Status);
        return Unit.Value;
    }
}
