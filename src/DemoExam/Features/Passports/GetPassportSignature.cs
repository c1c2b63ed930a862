using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>
/// The signature that lies beside a passport's PDF, behind its public address: for whoever has the file and a program that checks
/// CMS. It tells the file's hash and who signed, and nothing of what the file says.
/// </summary>
[AllowAnonymous]
public sealed record GetPassportSignature(string Token, bool Qualified = false) : IQuery<PassportFile>;

internal sealed class GetPassportSignatureHandler(DemoExamDb db, Texts texts) : IRequestHandler<GetPassportSignature, PassportFile>
{
    public async Task<PassportFile> Handle(GetPassportSignature request, CancellationToken ct) => NotFound.Unless(
        await db.Passports.Where(p => p.Token == request.Token && p.Visibility != PassportVisibility.Closed).Signature(request.Qualified, db, texts, ct), "passport");
}
