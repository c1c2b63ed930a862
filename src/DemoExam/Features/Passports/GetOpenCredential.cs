using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>
/// The machine credential behind a passport's public address. It holds the full name, so everybody gets it only while the holder has
/// agreed to show the passport in full.
/// </summary>
[AllowAnonymous]
public sealed record GetOpenCredential(string Token, TokenType Form) : IQuery<CredentialFile>;

internal sealed class GetOpenCredentialHandler(DemoExamDb db) : IRequestHandler<GetOpenCredential, CredentialFile>
{
    public async Task<CredentialFile> Handle(GetOpenCredential request, CancellationToken ct) => NotFound.Unless(
        await db.Passports.Where(p => p.Token == request.Token && p.Visibility == PassportVisibility.Open).Credential(db, request.Form, ct), "credential");
}
