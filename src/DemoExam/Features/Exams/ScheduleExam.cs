using System.Globalization;
using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>An exam as an organiser plans it. The same plan is scheduled, checked and shown experts for. A draft keeps people and workplaces and is submitted later.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record ScheduleExam(
    [property: JsonIgnore] ExamId ExamId, ExamType Type, PackageId PackageId, ExamLevel Level, bool WithVariativePart, VenueId VenueId,
    DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay,
    IReadOnlyList<GroupChoice> Groups, IReadOnlyList<ExpertChoice> Experts, bool AsDraft = false) : ICommand<ScheduledExam>
{
    internal ExamScope Scope => new(Level, WithVariativePart);
}

/// <summary>A shift: when it starts by the clock of the venue, and who sits in it.</summary>
public sealed record GroupChoice(DateTime StartsAt, IReadOnlyList<CandidateId> Candidates);

/// <summary>An expert in a role; a scoring expert with the letters of the criteria, none for all.</summary>
public sealed record ExpertChoice(ExpertId ExpertId, ExamRole Role, string? Criteria = null);

/// <summary>The exam and its number in the register.</summary>
public sealed record ScheduledExam(ExamId Id, string Number);

internal sealed class ScheduleExamValidator : AbstractValidator<ScheduleExam>
{
    private const int MostGroups = 40;
    private const int MostCandidates = 1000;
    private const int MostExperts = 60;

    public ScheduleExamValidator()
    {
        RuleFor(x => x.Type).IsInEnum();
        RuleFor(x => x.Level).IsInEnum();
        RuleFor(x => x.PackageId).NotEmpty();
        RuleFor(x => x.VenueId).NotEmpty();
        RuleFor(x => x.PreparatoryDay).NotEmpty();
        RuleFor(x => x.FirstDay).NotEmpty();
        RuleFor(x => x.LastDay).NotEmpty();
        RuleFor(x => x.Groups).NotNull().Must(groups => groups is null || (groups.Count <= MostGroups && groups.Sum(g => g.Candidates?.Count ?? 0) <= MostCandidates))
            .WithMessage("Validation.TooManyInExam");
        RuleForEach(x => x.Groups).ChildRules(group =>
        {
            // A time with a zone would be two clocks for one start: the venue has its own.
            group.RuleFor(g => g.StartsAt).Must(start => start.Kind == DateTimeKind.Unspecified && start.Year > 2000).WithMessage("Validation.VenueTime");
            group.RuleFor(g => g.Candidates).NotNull();
        });
        RuleFor(x => x.Experts).NotNull().Must(experts => experts is null || experts.Count <= MostExperts).WithMessage("Validation.TooManyInExam");
        RuleForEach(x => x.Experts).ChildRules(expert =>
        {
            expert.RuleFor(e => e.Role).IsInEnum();
            expert.RuleFor(e => e.Criteria).Matches("^[A-Z]{0,26}$");
        });
    }
}

internal sealed class ScheduleExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ScheduleExam, ScheduledExam>
{
    public async Task<ScheduledExam> Handle(ScheduleExam request, CancellationToken ct)
    {
        // The same plan sent twice, by an impatient thumb or a lost answer, is one exam.
        if (await db.Exams.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct) is { } sent)
        {
            return new ScheduledExam(sent.Id, sent.Number);
        }

        var plan = await db.LoadPlan(request, user, ct);
        var number = await db.NextExamNumber(plan, ct);
        var exam = Exam.Schedule(request.ExamId, number, plan, time.Today(plan.Venue.TimeZone), request.AsDraft);
        db.Exams.Add(exam);
        return new ScheduledExam(exam.Id, exam.Number);
    }
}

internal static class ExamNumbers
{
    /// <summary>The next number in the register of the venue's region.</summary>
    public static async Task<string> NextExamNumber(this DemoExamDb db, ExamPlan plan, CancellationToken ct)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"exam-{plan.Venue.RegionCode}-{plan.FirstDay.Year:0000}");
        var series = await db.NumberSeries.SingleOrDefaultAsync(s => s.Key == key, ct);
        if (series is null)
        {
            series = new NumberSeries(key);
            db.NumberSeries.Add(series);
        }

        return string.Create(CultureInfo.InvariantCulture, $"ДЭ-{plan.Venue.RegionCode}-{plan.FirstDay.Year:0000}-{series.Next():0000}");
    }
}
