using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>An employer asks to be let in. Anybody may ask; an operator of the region decides.</summary>
/// <param name="RegionCode">Two digits; the operator of this region decides.</param>
/// <param name="Name">Full official name.</param>
/// <param name="Inn">ИНН, ten digits, of a sole trader twelve.</param>
/// <param name="Person">Who will have the account: name and post.</param>
/// <param name="Email">Address of that person, also the sign-in name.</param>
/// <param name="Agreed">The person agrees that name and address are kept to decide the application (152-ФЗ, art. 9).</param>
[AllowAnonymous]
public sealed record ApplyAsEmployer(string RegionCode, string Name, string City, string Inn, string Person, string Email, string? Phone = null, bool Agreed = false) : ICommand<EmployerApplicationId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public EmployerApplicationId Id { get; init; }
}

internal sealed class ApplyAsEmployerValidator : AbstractValidator<ApplyAsEmployer>
{
    public ApplyAsEmployerValidator()
    {
        RuleFor(r => r.RegionCode).NotEmpty();
        RuleFor(r => r.Name).NotEmpty().MaximumLength(240);
        RuleFor(r => r.City).NotEmpty().MaximumLength(60);
        RuleFor(r => r.Inn).NotEmpty();
        RuleFor(r => r.Inn).Must(n => TaxNumbers.IsInn(n.Trim())).When(r => !string.IsNullOrWhiteSpace(r.Inn)).WithMessage("Validation.Inn");
        RuleFor(r => r.Person).NotEmpty().MaximumLength(200);
        // It becomes the name to sign in by.
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(100);
        RuleFor(r => r.Phone).MaximumLength(40);
        RuleFor(r => r.Agreed).Equal(true).WithMessage("Validation.EmployerAgrees");
    }
}

internal sealed class ApplyAsEmployerHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<ApplyAsEmployer, EmployerApplicationId>
{
    public async Task<EmployerApplicationId> Handle(ApplyAsEmployer request, CancellationToken ct)
    {
        NotFound.Unless(await db.Regions.FindAsync([request.RegionCode], ct), "region", request.RegionCode);
        var inn = request.Inn.Trim();
        var refusals = new Refusals();
        refusals.Require(EmployerRules.ApplicationIsNew,
            !await db.EmployerApplications.AnyAsync(a => a.RegionCode == request.RegionCode && a.Inn == inn && a.Status == EmployerApplicationStatus.Waiting, ct), nameof(request.Inn), ("inn", inn));
        refusals.ThrowIfAny();
        var phone = string.IsNullOrWhiteSpace(request.Phone) ? null : request.Phone.Trim();
        db.EmployerApplications.Add(new EmployerApplication(request.Id, request.RegionCode, request.Name.Trim(), request.City.Trim(), inn, new Contacts(request.Person.Trim(), phone, request.Email.Trim()), time.GetUtcNow()));
        return request.Id;
    }
}
