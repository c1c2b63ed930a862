using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Documents;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Documents;

/// <summary>To which data a printed document belongs, by the code on its pages, and whether these data still hold.</summary>
/// <param name="Code">As it was typed.</param>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record GetDocument(string Code) : IQuery<DocumentView>;

/// <summary>A printed document.</summary>
/// <param name="IsCurrent">The data are still what was printed; null for a blank form, and for a paper that says more than was kept.</param>
/// <param name="Latest">Code of the newest version, when this is an older one.</param>
public sealed record DocumentView(
    string Code, ExamId ExamId, string ExamNumber, DocumentKind Kind, string Number, string Title, bool IsBlank, string Language, int Version, int Pages,
    DateTimeOffset PrintedAt, string PrintedBy, string TimeZone, bool? IsCurrent, string? Latest);

internal sealed class GetDocumentHandler(DemoExamDb db, CurrentUser user, DocumentPress press, Texts texts) : IRequestHandler<GetDocument, DocumentView>
{
    public async Task<DocumentView> Handle(GetDocument request, CancellationToken ct)
    {
        var (document, data) = await db.RequireDocument(request.Code, user, ct);
        var latest = await db.ExamDocuments.AsNoTracking().Where(d => d.ExamId == document.ExamId && d.Kind == document.Kind && d.IsBlank == document.IsBlank && d.Language == document.Language && d.Version > document.Version)
            .OrderByDescending(d => d.Version).Select(d => d.Code).FirstOrDefaultAsync(ct);
        return new DocumentView(document.Code, document.ExamId, data.Exam.Number, document.Kind, DocumentPress.NumberOf(data.Exam.Number, document.Kind),
            press.TitleOf(document.Kind, texts.Culture.TwoLetterISOLanguageName), document.IsBlank, document.Language, document.Version, document.Pages, document.PrintedAt, document.PrintedBy, data.Exam.TimeZone,
            document.IsBlank || data.HasForgotten(document.Kind) ? null : press.Compose(document.Kind, data, isBlank: false, document.Language).Hash == document.ContentHash, latest);
    }
}

internal static class DocumentFinding
{
    /// <summary>The document with a code, if this user may print it, and its data as they are now.</summary>
    /// <exception cref="RuleViolation"><see cref="DocumentRules.CodeIsReadable"/>: a typing error.</exception>
    /// <exception cref="NotFound">There is none that the user may see.</exception>
    public static async Task<(ExamDocument Document, DocumentData Data)> RequireDocument(this DemoExamDb db, string typed, CurrentUser user, CancellationToken ct)
    {
        var readable = DocumentCode.TryParse(typed, out var code);
        DocumentRules.CodeIsReadable.Require(readable, ("code", typed.Trim()));
        var document = NotFound.Unless(await db.ExamDocuments.AsNoTracking().SingleOrDefaultAsync(d => d.Code == code.Text, ct), "document", code.Text);
        var data = await DocumentData.Load(db, user, document.ExamId, ct);
        return DocumentData.MayPrint(user, data.Exam, document.Kind) ? (document, data) : throw new NotFound("document", code.Text);
    }
}
