using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Documents;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Documents;

/// <summary>
/// Prints a document of an exam, or its blank form. The same data give the version that was printed before; changed data the next
/// version, with a code of its own. Earlier versions stay as they were.
/// </summary>
/// <param name="IsBlank">A form to be filled in by hand: possible from the first day of planning.</param>
/// <param name="Language"><c>ru</c> or <c>en</c>.</param>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record PrintDocument(ExamId ExamId, DocumentKind Kind, bool IsBlank = false, string Language = "ru") : ICommand<PrintedDocument>;

/// <summary>What was printed.</summary>
public sealed record PrintedDocument(string Code, int Version, int Pages);

internal sealed class PrintDocumentValidator : AbstractValidator<PrintDocument>
{
    public PrintDocumentValidator()
    {
        RuleFor(x => x.Kind).IsInEnum();
        RuleFor(x => x.Language).Must(language => language is "ru" or "en").WithMessage("Validation.Unreadable");
    }
}

internal sealed class PrintDocumentHandler(DemoExamDb db, CurrentUser user, TimeProvider time, DocumentPress press) : IRequestHandler<PrintDocument, PrintedDocument>
{
    public async Task<PrintedDocument> Handle(PrintDocument request, CancellationToken ct)
    {
        var data = await DocumentData.Load(db, user, request.ExamId, ct);
        if (!DocumentData.MayPrint(user, data.Exam, request.Kind))
        {
            throw new Forbidden(false);
        }

        DocumentRules.DocumentHasData.Require(request.IsBlank || press.HasData(request.Kind, data), ("document", request.Kind));
        var (blocks, hash) = press.Compose(request.Kind, data, request.IsBlank, request.Language);
        var last = await db.ExamDocuments.AsNoTracking().Where(d => d.ExamId == request.ExamId && d.Kind == request.Kind && d.IsBlank == request.IsBlank && d.Language == request.Language)
            .OrderByDescending(d => d.Version).Select(d => new { d.Code, d.Version, d.Pages, d.ContentHash }).FirstOrDefaultAsync(ct);
        if (last?.ContentHash == hash)
        {
            return new PrintedDocument(last.Code, last.Version, last.Pages);
        }

        var (code, version, now) = (DocumentCode.New(), (last?.Version ?? 0) + 1, time.GetUtcNow());
        var drawn = press.Print(request.Kind, data, blocks, request.IsBlank, request.Language, version, code, now);
        db.ExamDocuments.Add(new ExamDocument(ExamDocumentId.New(), request.ExamId, request.Kind, request.IsBlank, request.Language, version, code, hash, drawn.Bytes, drawn.Pages,
            user.DisplayName ?? user.Id, now));
        return new PrintedDocument(code.Text, version, drawn.Pages);
    }
}
