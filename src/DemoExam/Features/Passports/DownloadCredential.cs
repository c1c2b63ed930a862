using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>The machine credential of a passport, for those who answer for passports.</summary>
/// <param name="Id">The passport.</param>
/// <param name="Form">Which of the two headers.</param>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record DownloadCredential(PassportId Id, TokenType Form) : IQuery<CredentialFile>;

/// <summary>A credential to be handed out.</summary>
/// <param name="Token">The signed credential, compact JWS.</param>
/// <param name="Form">Which of the two headers it has.</param>
public sealed record CredentialFile(string Token, TokenType Form)
{
    /// <summary>Open Badges asks for plain text, the W3C for a type of its own.</summary>
    public string MediaType => Form == TokenType.OpenBadge ? "text/plain" : BadgeCredential.MediaType;
}

internal sealed class DownloadCredentialHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<DownloadCredential, CredentialFile>
{
    public async Task<CredentialFile> Handle(DownloadCredential request, CancellationToken ct) =>
        NotFound.Unless(await db.Passports.InRegionOf(db, user).Where(p => p.Id == request.Id).Credential(db, request.Form, ct), "passport", request.Id);
}

internal static class CredentialFiles
{
    /// <summary>The credential of the one passport that the query finds.</summary>
    public static async Task<CredentialFile?> Credential(this IQueryable<SkillsPassport> one, DemoExamDb db, TokenType form, CancellationToken ct)
    {
        var documents = one.Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => d);
        var token = await (form == TokenType.OpenBadge ? documents.Select(d => d.OpenBadge) : documents.Select(d => d.VerifiableCredential)).SingleOrDefaultAsync(ct);
        return token is null ? null : new CredentialFile(token, form);
    }
}
