using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>
/// An expert opens a task variant: the chief from its moment on, the others once the work has started. Every opening is written into
/// the trail, and so is every attempt before the time. The file says on every page who opened it and when.
/// </summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record OpenTaskVariant(ExamId ExamId, TaskVariantId Id) : ICommand<TaskFile>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("id", Id.ToString())];
}

/// <summary>The file of a variant.</summary>
public sealed record TaskFile(string Name, string MediaType, byte[] Content);

internal sealed class OpenTaskVariantHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail, TaskMark mark, Texts texts) : IRequestHandler<OpenTaskVariant, TaskFile>
{
    public async Task<TaskFile> Handle(OpenTaskVariant request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var variant = NotFound.Unless(await db.TaskVariants.AsNoTracking().SingleOrDefaultAsync(v => v.Id == request.Id && v.ExamId == exam.Id, ct), "task variant", request.Id);
        var now = time.GetUtcNow();
        variant.RequireOpen(exam, user.RequireExpert(), now);
        var marked = mark.Apply(variant.MediaType, variant.Content, texts["Tasks.Mark", AuditTrail.Name(user), Formats.Moment(now, exam.TimeZone, texts.Culture), exam.Number], texts["Tasks.Mark.Note"]);
        await trail.Add(exam.Id, AuditDeed.TaskOpened, ct, ("id", variant.Id.ToString()), ("name", variant.Name), ("marked", marked is null ? "no" : "yes"));
        return new TaskFile(variant.FileName, variant.MediaType, marked ?? variant.Content);
    }
}
