using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Candidates;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.My;

/// <summary>The machine credential of the holder's own passport, for wallets and profiles. Another person's is answered like one that does not exist.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record DownloadMyCredential(PassportId Id, TokenType Form) : IQuery<CredentialFile>;

internal sealed class DownloadMyCredentialHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<DownloadMyCredential, CredentialFile>
{
    public async Task<CredentialFile> Handle(DownloadMyCredential request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        return NotFound.Unless(await db.Passports.Where(p => p.Id == request.Id && mine.Contains(p.CandidateId)).Credential(db, request.Form, ct), "passport", request.Id);
    }
}
