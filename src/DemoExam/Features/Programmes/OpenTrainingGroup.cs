using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Programmes;

/// <summary>Opens a group of a programme. Its people count to the year of its last day.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record OpenTrainingGroup(ProgrammeId ProgrammeId, string Name, DateOnly FirstDay, DateOnly LastDay) : ICommand<TrainingGroupId>
{
    /// <summary>Made at the door.</summary>
    [JsonIgnore]
    public TrainingGroupId Id { get; init; }
}

internal sealed class OpenTrainingGroupValidator : AbstractValidator<OpenTrainingGroup>
{
    public OpenTrainingGroupValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(120);
        RuleFor(r => r.FirstDay).NotEmpty();
        RuleFor(r => r.LastDay).NotEmpty();
    }
}

internal sealed class OpenTrainingGroupHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<OpenTrainingGroup, TrainingGroupId>
{
    public async Task<TrainingGroupId> Handle(OpenTrainingGroup request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        return programme.OpenGroup(request.Id, request.Name.Trim(), request.FirstDay, request.LastDay).Id;
    }
}
