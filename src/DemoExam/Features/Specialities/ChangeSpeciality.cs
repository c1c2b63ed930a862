using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Specialities;

/// <summary>Corrects the names of an entry of the catalogue or takes it out of force. Packages keep what they were published with.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ChangeSpeciality(string Name, string? NameEn = null, bool IsInForce = true) : ICommand<Unit>
{
    /// <summary>From the address.</summary>
    [JsonIgnore]
    public SpecialityId SpecialityId { get; init; }
}

internal sealed class ChangeSpecialityValidator : AbstractValidator<ChangeSpeciality>
{
    public ChangeSpecialityValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Speciality.LongestName);
        RuleFor(r => r.NameEn).MaximumLength(Speciality.LongestName);
    }
}

internal sealed class ChangeSpecialityHandler(DemoExamDb db) : IRequestHandler<ChangeSpeciality, Unit>
{
    public async Task<Unit> Handle(ChangeSpeciality request, CancellationToken ct)
    {
        var name = request.Name.Trim();
        NotFound.Unless(await db.Specialities.FindAsync([request.SpecialityId], ct), "speciality", request.SpecialityId)
            .Change(name, string.IsNullOrWhiteSpace(request.NameEn) ? name : request.NameEn.Trim(), request.IsInForce);
        return Unit.Value;
    }
}
