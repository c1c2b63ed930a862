using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Documents;

/// <summary>The documents of an exam: which can be printed with data, which only as a blank form, and what was printed.</summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record ListDocuments(ExamId ExamId) : IQuery<DocumentList>;

/// <summary>The documents of an exam.</summary>
public sealed record DocumentList(ExamId ExamId, string Number, ExamStatus Status, string TimeZone, IReadOnlyList<DocumentLine> Documents);

/// <summary>One kind of document.</summary>
/// <param name="HasData">False while only the blank form can be printed.</param>
/// <param name="IsOutdated">The data have changed since the last print.</param>
/// <param name="Versions">What was printed, the newest first.</param>
public sealed record DocumentLine(DocumentKind Kind, string Number, string Title, bool HasData, bool IsOutdated, IReadOnlyList<DocumentVersion> Versions);

/// <summary>One printed version.</summary>
public sealed record DocumentVersion(string Code, int Version, bool IsBlank, string Language, int Pages, DateTimeOffset PrintedAt);

internal sealed class ListDocumentsHandler(DemoExamDb db, CurrentUser user, DocumentPress press, Texts texts) : IRequestHandler<ListDocuments, DocumentList>
{
    public async Task<DocumentList> Handle(ListDocuments request, CancellationToken ct)
    {
        var data = await DocumentData.Load(db, user, request.ExamId, ct);
        var printed = (await db.ExamDocuments.AsNoTracking().Where(d => d.ExamId == request.ExamId)
            .Select(d => new { d.Kind, d.ContentHash, Line = new DocumentVersion(d.Code, d.Version, d.IsBlank, d.Language, d.Pages, d.PrintedAt) }).ToListAsync(ct)).ToLookup(d => d.Kind);
        var language = texts.Culture.TwoLetterISOLanguageName;
        return new DocumentList(data.Exam.Id, data.Exam.Number, data.Exam.Status, data.Exam.TimeZone,
        [
            .. from kind in Enum.GetValues<DocumentKind>()
               where DocumentData.MayPrint(user, data.Exam, kind)
               let hasData = press.HasData(kind, data)
               let last = printed[kind].Where(d => !d.Line.IsBlank).MaxBy(d => d.Line.PrintedAt)
               select new DocumentLine(kind, DocumentPress.NumberOf(data.Exam.Number, kind), press.TitleOf(kind, language), hasData,
                   hasData && last is not null && !data.HasForgotten(kind) && press.Compose(kind, data, isBlank: false, last.Line.Language).Hash != last.ContentHash,
                   [.. printed[kind].Select(d => d.Line).OrderByDescending(d => d.PrintedAt).ThenByDescending(d => d.Version)]),
        ]);
    }
}
