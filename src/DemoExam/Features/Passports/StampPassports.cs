using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>
/// Asks the time-stamp authority for stamps that it owes. Answers the stamped documents, to be stored by <see cref="StoreStampedPassports"/>.
/// </summary>
/// <param name="Most">Documents at a time.</param>
/// <param name="Without">Documents that can't be stamped.</param>
[Authorize(Policy = Policies.System)]
public sealed record StampPassports(int Most, IReadOnlyList<PassportId> Without) : IQuery<OwedAnswers<StampedPassport>>;

/// <summary>A document that has got its stamp.</summary>
public sealed record StampedPassport(PassportId Id, StampedPdf Document);

internal sealed class StampPassportsHandler(DemoExamDb db, PassportPress press, ILogger<StampPassportsHandler> log) : IRequestHandler<StampPassports, OwedAnswers<StampedPassport>>
{
    public Task<OwedAnswers<StampedPassport>> Handle(StampPassports request, CancellationToken ct) =>
        db.PassportDocuments.Where(d => d.AwaitsTimestamp).Ask(request.Most, request.Without, press.Parallelism,
            async (id, pdf, token) => await press.Stamp(pdf, token) is { } done ? new StampedPassport(id, done) : null, log, ct);
}
