using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>How many passports a campaign would replace, before anybody begins it.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record CountCampaign(CampaignChoice Choice) : IQuery<int>;

internal sealed class CountCampaignValidator : AbstractValidator<CountCampaign>
{
    public CountCampaignValidator() => RuleFor(r => r.Choice).NotNull().SetValidator(new CampaignChoiceValidator());
}

internal sealed class CountCampaignHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<CountCampaign, int>
{
    public Task<int> Handle(CountCampaign request, CancellationToken ct) => db.Chosen(request.Choice, user).CountAsync(ct);
}
