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

/// <summary>
/// Corrects what the register says about an organisation. Another place in the tree may bring conflicts of interest; they show on the exams that are planned.
/// </summary>
/// <param name="ParentId">The organisation that this one is a branch of.</param>
/// <param name="Inn">ИНН, ten digits, of a sole trader twelve.</param>
/// <param name="Kpp">КПП, nine characters.</param>
/// <param name="Ogrn">ОГРН, thirteen digits.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record ChangeOrganisation(
    string Name, string ShortName, string? NameEn, string City, OrganisationId? ParentId = null, string? Inn = null, string? Kpp = null, string? Ogrn = null,
    string? ContactPerson = null, string? Phone = null, string? Email = null) : ICommand<Unit>
{
    [JsonIgnore]
    public OrganisationId OrganisationId { get; init; }
}

internal sealed class ChangeOrganisationValidator : AbstractValidator<ChangeOrganisation>
{
    public ChangeOrganisationValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(240);
        RuleFor(r => r.ShortName).NotEmpty().MaximumLength(80);
        RuleFor(r => r.City).NotEmpty().MaximumLength(60);
        RuleFor(r => r.NameEn).MaximumLength(240);
        RuleFor(r => r.Inn).Must(n => TaxNumbers.IsInn(n!.Trim())).When(r => !string.IsNullOrWhiteSpace(r.Inn)).WithMessage("Validation.Inn");
        RuleFor(r => r.Kpp).Must(n => TaxNumbers.IsKpp(n!.Trim())).When(r => !string.IsNullOrWhiteSpace(r.Kpp)).WithMessage("Validation.Kpp");
        RuleFor(r => r.Ogrn).Must(n => TaxNumbers.IsOgrn(n!.Trim())).When(r => !string.IsNullOrWhiteSpace(r.Ogrn)).WithMessage("Validation.Ogrn");
        RuleFor(r => r.ContactPerson).MaximumLength(200);
        RuleFor(r => r.Phone).MaximumLength(60);
        RuleFor(r => r.Email).EmailAddress().MaximumLength(200).When(r => !string.IsNullOrWhiteSpace(r.Email));
    }
}

internal sealed class ChangeOrganisationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ChangeOrganisation, Unit>
{
    public async Task<Unit> Handle(ChangeOrganisation request, CancellationToken ct)
    {
        var organisation = NotFound.Unless(await db.Organisations.InRegionOf(user).SingleOrDefaultAsync(o => o.Id == request.OrganisationId, ct), "organisation", request.OrganisationId);
        var refusals = new Refusals();
        if (request.ParentId is { } parentId)
        {
            var parent = NotFound.Unless(await db.Organisations.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(o => o.Id == parentId, ct), "organisation", parentId);
            var tree = new OrganisationTree(await db.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Id, o => o.ParentId, ct));
            refusals.Require(OrganisationRules.ParentIsAbove, !tree.IsWithin(parentId, organisation.Id), nameof(request.ParentId), ("name", organisation.ShortName), ("parent", parent.ShortName));
        }

        var name = request.Name.Trim();
        organisation.Change(name, request.ShortName.Trim(), Or(request.NameEn) ?? name, request.City.Trim(), request.ParentId, Or(request.Inn), Or(request.Kpp), Or(request.Ogrn),
            new Contacts(Or(request.ContactPerson), Or(request.Phone), Or(request.Email)));
        refusals.Require(OrganisationRules.OrganisationIsNew,
            !await db.Organisations.AnyAsync(o => o.RegionCode == organisation.RegionCode && o.NameNorm == organisation.NameNorm && o.Id != organisation.Id, ct),
            nameof(request.Name), ("name", organisation.Name), ("city", organisation.City));
        refusals.ThrowIfAny();
        return Unit.Value;
    }

    private static string? Or(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
