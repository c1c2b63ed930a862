using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>Adds a programme to the register of the region of the organisation that carries it out.</summary>
/// <param name="NameEn">Name for readers of English; the Russian one when empty.</param>
/// <param name="OrganisationId">Who carries it out.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RegisterProgramme(ProgrammeKind Kind, string Name, string? NameEn, ProgrammeEnding Ending, OrganisationId OrganisationId) : ICommand<ProgrammeId>, IProgrammeTerms
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public ProgrammeId Id { get; init; }
}

internal sealed class RegisterProgrammeValidator : AbstractValidator<RegisterProgramme>
{
    public RegisterProgrammeValidator() => Include(new ProgrammeTermsValidator());
}

internal sealed class RegisterProgrammeHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RegisterProgramme, ProgrammeId>
{
    public async Task<ProgrammeId> Handle(RegisterProgramme request, CancellationToken ct)
    {
        var (terms, region) = await db.TermsOf(request, null, user, ct);
        db.Programmes.Add(new Programme(request.Id, terms, region));
        return request.Id;
    }
}

/// <summary>What registering and changing share.</summary>
internal interface IProgrammeTerms
{
    ProgrammeKind Kind { get; }

    string Name { get; }

    string? NameEn { get; }

    ProgrammeEnding Ending { get; }

    OrganisationId OrganisationId { get; }
}

internal sealed class ProgrammeTermsValidator : AbstractValidator<IProgrammeTerms>
{
    public ProgrammeTermsValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Ending).IsInEnum();
        RuleFor(r => r.Name).NotEmpty().MaximumLength(240);
        RuleFor(r => r.NameEn).MaximumLength(240);
        RuleFor(r => r.OrganisationId).NotEmpty();
    }
}

internal static class ProgrammeEntering
{
    /// <summary>Checks what was entered against the register.</summary>
    /// <exception cref="RuleViolation">Another programme of the region has the name.</exception>
    /// <exception cref="NotFound">The organisation is not of the user's region.</exception>
    public static async Task<(ProgrammeTerms Terms, string RegionCode)> TermsOf(this DemoExamDb db, IProgrammeTerms entered, ProgrammeId? self, CurrentUser user, CancellationToken ct)
    {
        var organisation = NotFound.Unless(await db.Organisations.InRegionOf(user).SingleOrDefaultAsync(o => o.Id == entered.OrganisationId, ct), "organisation", entered.OrganisationId);
        var name = entered.Name.Trim();
        var norm = TextNorm.Of(name);
        var refusals = new Refusals();
        refusals.Require(ProgrammeRules.ProgrammeIsNew, !await db.Programmes.AnyAsync(p => p.RegionCode == organisation.RegionCode && p.NameNorm == norm && p.Id != self, ct), nameof(entered.Name), ("name", name));
        refusals.ThrowIfAny();
        var nameEn = string.IsNullOrWhiteSpace(entered.NameEn) ? name : entered.NameEn.Trim();
        return (new ProgrammeTerms(entered.Kind, name, nameEn, entered.Ending, organisation.Id), organisation.RegionCode);
    }
}
