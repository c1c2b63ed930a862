using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Specialities;

/// <summary>Adds a speciality, a profession or a skill to the catalogue, which is one for all regions.</summary>
/// <param name="Code">As the federal list writes it, 09.02.07; the number of a skill.</param>
/// <param name="NameEn">The Russian name when empty.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RegisterSpeciality(SpecialityKind Kind, string Code, string Name, string? NameEn = null) : ICommand<SpecialityId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public SpecialityId Id { get; init; }
}

internal sealed class RegisterSpecialityValidator : AbstractValidator<RegisterSpeciality>
{
    public RegisterSpecialityValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Code).NotEmpty().MaximumLength(Speciality.LongestCode);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Speciality.LongestName);
        RuleFor(r => r.NameEn).MaximumLength(Speciality.LongestName);
    }
}

internal sealed class RegisterSpecialityHandler(DemoExamDb db) : IRequestHandler<RegisterSpeciality, SpecialityId>
{
    public async Task<SpecialityId> Handle(RegisterSpeciality request, CancellationToken ct)
    {
        var (code, name) = (request.Code.Trim().ToUpperInvariant(), request.Name.Trim());
        var speciality = new Speciality(request.Id, request.Kind, code, name, string.IsNullOrWhiteSpace(request.NameEn) ? name : request.NameEn.Trim());
        var refusals = new Refusals();
        refusals.Require(PackageRules.SpecialityIsNew, !await db.Specialities.AnyAsync(s => s.Code == code, ct), nameof(request.Code), ("code", code));
        refusals.ThrowIfAny();
        db.Specialities.Add(speciality);
        return speciality.Id;
    }
}
