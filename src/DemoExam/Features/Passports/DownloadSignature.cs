using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>The signature beside the PDF, for those who answer for passports.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record DownloadSignature(PassportId Id, bool Qualified = false) : IQuery<PassportFile>;

internal sealed class DownloadSignatureHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<DownloadSignature, PassportFile>
{
    public async Task<PassportFile> Handle(DownloadSignature request, CancellationToken ct) =>
        NotFound.Unless(await db.Passports.InRegionOf(db, user).Where(p => p.Id == request.Id).Signature(request.Qualified, db, texts, ct), "passport", request.Id);
}
