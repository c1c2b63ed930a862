using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>
/// Asks the other house for the qualified signatures that it owes. Answers those that hold, to be stored by <see cref="StoreQualifiedSignatures"/>.
/// </summary>
/// <param name="Most">Documents at a time.</param>
/// <param name="Without">Documents for which it gave no signature that holds.</param>
[Authorize(Policy = Policies.System)]
public sealed record QualifyPassports(int Most, IReadOnlyList<PassportId> Without) : IQuery<OwedAnswers<QualifiedPassport>>;

/// <summary>A passport and the signature beside its document.</summary>
public sealed record QualifiedPassport(PassportId Id, byte[] Signature);

internal sealed class QualifyPassportsHandler(DemoExamDb db, PassportPress press, ILogger<QualifyPassportsHandler> log) : IRequestHandler<QualifyPassports, OwedAnswers<QualifiedPassport>>
{
    // A document that still waits for its time stamp will be another one.
    public Task<OwedAnswers<QualifiedPassport>> Handle(QualifyPassports request, CancellationToken ct) =>
        db.PassportDocuments.Where(d => d.AwaitsQualified && !d.AwaitsTimestamp).Ask(request.Most, request.Without, press.Parallelism,
            async (id, pdf, token) => await press.Qualify(pdf, token) is { } signature ? new QualifiedPassport(id, signature) : null, log, ct);
}
