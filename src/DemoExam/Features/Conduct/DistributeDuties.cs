using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>The chief expert says before the start who scores which criteria. Every criterion keeps its panel.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record DistributeDuties(ExamId ExamId, IReadOnlyList<DutyChoice> Duties) : ICommand<ExamId>, IAudited;

/// <summary>The letters of the criteria that an expert scores.</summary>
public sealed record DutyChoice(ExpertId ExpertId, string Criteria);

internal sealed class DistributeDutiesValidator : AbstractValidator<DistributeDuties>
{
    public DistributeDutiesValidator()
    {
        RuleFor(x => x.Duties).NotEmpty();
        RuleForEach(x => x.Duties).ChildRules(duty => duty.RuleFor(d => d.Criteria).NotNull().Matches("^[A-Z]{0,26}$"));
    }
}

internal sealed class DistributeDutiesHandler(DemoExamDb db, CurrentUser user, AuditTrail trail) : IRequestHandler<DistributeDuties, ExamId>
{
    public async Task<ExamId> Handle(DistributeDuties request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        var now = await db.LoadCircumstances(exam, ct);
        exam.DistributeDuties(user.RequireExpert(), request.Duties.GroupBy(d => d.ExpertId).ToDictionary(d => d.Key, d => string.Concat(d.Select(x => x.Criteria))), now);
        await trail.Add(exam.Id, AuditDeed.DutiesDistributed, ct,
            ("criterion", string.Join(", ", exam.Duties.Where(d => d.IsScoring).Select(d => $"{now.Experts[d.ExpertId].Name.Initials}: {d.Criteria}"))));
        return exam.Id;
    }
}
