using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>Removes a file of an accreditation; the history of the venue keeps its name and who removed it.</summary>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record RemoveAccreditationFile(VenueId VenueId, AccreditationId AccreditationId, AccreditationFileId FileId) : ICommand<Unit>;

internal sealed class RemoveAccreditationFileHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RemoveAccreditationFile, Unit>
{
    public async Task<Unit> Handle(RemoveAccreditationFile request, CancellationToken ct)
    {
        var (_, accreditation) = await db.RequireFilesOf(request.VenueId, request.AccreditationId, user, ct);
        db.AccreditationFiles.Remove(NotFound.Unless(await db.AccreditationFiles.SingleOrDefaultAsync(f => f.Id == request.FileId && f.AccreditationId == accreditation.Id, ct), "file", request.FileId));
        return Unit.Value;
    }
}
