using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Venues;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>Adds a file to an accreditation: scan of the certificate, layout plan, photo.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Upload">PDF, JPEG, PNG or WebP, told by the content.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record AddAccreditationFile(VenueId VenueId, AccreditationId AccreditationId, AccreditationFileId Id, string Name, byte[] Upload) : ICommand<AccreditationFileId>;

internal sealed class AddAccreditationFileValidator : AbstractValidator<AddAccreditationFile>
{
    public AddAccreditationFileValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(255);
        RuleFor(r => r.Upload).NotEmpty();
    }
}

internal sealed class AddAccreditationFileHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<AddAccreditationFile, AccreditationFileId>
{
    public async Task<AccreditationFileId> Handle(AddAccreditationFile request, CancellationToken ct)
    {
        var (venue, accreditation) = await db.RequireFilesOf(request.VenueId, request.AccreditationId, user, ct);
        var already = await db.AccreditationFiles.Where(f => f.AccreditationId == accreditation.Id).Select(f => f.Sha256).ToListAsync(ct);
        db.AccreditationFiles.Add(new AccreditationFile(request.Id, accreditation, venue.Id, request.Name, request.Upload, already, AuditTrail.Name(user), time.GetUtcNow()));
        return request.Id;
    }
}
