using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>One file of an accreditation, for whoever sees the list of its files.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetAccreditationFile(VenueId VenueId, AccreditationId AccreditationId, AccreditationFileId FileId) : IQuery<AccreditationFileContent>;

/// <summary>A file.</summary>
public sealed record AccreditationFileContent(string Name, string MediaType, byte[] Content);

internal sealed class GetAccreditationFileHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetAccreditationFile, AccreditationFileContent>
{
    public async Task<AccreditationFileContent> Handle(GetAccreditationFile request, CancellationToken ct)
    {
        var (_, accreditation) = await db.RequireFilesOf(request.VenueId, request.AccreditationId, user, ct);
        return NotFound.Unless(await db.AccreditationFiles.AsNoTracking().Where(f => f.Id == request.FileId && f.AccreditationId == accreditation.Id)
            .Select(f => new AccreditationFileContent(f.Name, f.MediaType, f.Content)).SingleOrDefaultAsync(ct), "file", request.FileId);
    }
}
