using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>The regional operator lays up a task variant, locked until its moment by the clock of the venue.</summary>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record LayUpTaskVariant(ExamId ExamId, TaskVariantId Id, string Name, string FileName, byte[] Content, DateTime OpensAt) : ICommand<TaskVariantId>, IAudited;

internal sealed class LayUpTaskVariantValidator : AbstractValidator<LayUpTaskVariant>
{
    public LayUpTaskVariantValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(100);
        RuleFor(x => x.FileName).NotEmpty().MaximumLength(200).Must(name => name is null || TaskFiles.TypeOf(name) is not null).WithMessage("Validation.TaskFile");
        RuleFor(x => x.Content).NotEmpty().Must(content => content is null || content.Length <= TaskVariant.Largest).WithMessage("Validation.TaskFile");
        RuleFor(x => x.OpensAt).Must(at => at.Kind == DateTimeKind.Unspecified && at.Year > 2000).WithMessage("Validation.VenueTime");
    }
}

/// <summary>Which files a task comes in.</summary>
internal static class TaskFiles
{
    public const string Accepted = ".pdf,.zip,.docx";

    public static string? TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".zip" => "application/zip",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => null,
    };
}

internal sealed class LayUpTaskVariantHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail, TaskMark mark) : IRequestHandler<LayUpTaskVariant, TaskVariantId>
{
    public async Task<TaskVariantId> Handle(LayUpTaskVariant request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        ExamRules.StepIsAllowed.Require(exam.Status.IsAhead, ("status", exam.Status), ("allowed", ExamStatuses.Ahead));
        var type = TaskFiles.TypeOf(request.FileName)!;
        ExamRules.TaskTakesMark.Require(mark.Takes(type, request.Content), ("file", request.FileName));
        var opens = new DateTimeOffset(request.OpensAt, TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone).GetUtcOffset(request.OpensAt));
        var variant = new TaskVariant(request.Id, exam, request.Name.Trim(), Path.GetFileName(request.FileName), type, request.Content, opens, AuditTrail.Name(user), time.GetUtcNow());
        db.TaskVariants.Add(variant);
        await trail.Add(exam.Id, AuditDeed.TaskLaidUp, ct, ("id", variant.Id.ToString()), ("name", variant.Name), ("content", variant.Sha256));
        return variant.Id;
    }
}
