using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>Registers a dated document of an expert.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record AddCredential(NewCredential Credential) : ICommand<ExpertCredentialId>
{
    [JsonIgnore]
    public ExpertId ExpertId { get; init; }

    [JsonIgnore]
    public ExpertCredentialId Id { get; init; }
}

internal sealed class AddCredentialValidator : AbstractValidator<AddCredential>
{
    public AddCredentialValidator() => RuleFor(r => r.Credential).NotNull().SetValidator(new NewCredentialValidator());
}

internal sealed class AddCredentialHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<AddCredential, ExpertCredentialId>
{
    public async Task<ExpertCredentialId> Handle(AddCredential request, CancellationToken ct)
    {
        var expert = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExpertId && e.MergedInto == null, ct), "expert", request.ExpertId);
        expert.Add(request.Credential, request.Id);
        return request.Id;
    }
}
