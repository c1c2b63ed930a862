using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Documents;

/// <summary>The file of a printed document, exactly as it was printed.</summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record GetDocumentFile(string Code) : IQuery<DocumentFile>;

/// <summary>A PDF file.</summary>
public sealed record DocumentFile(string Name, byte[] Bytes)
{
    public const string MediaType = "application/pdf";
}

internal sealed class GetDocumentFileHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetDocumentFile, DocumentFile>
{
    public async Task<DocumentFile> Handle(GetDocumentFile request, CancellationToken ct)
    {
        var (document, _) = await db.RequireDocument(request.Code, user, ct);
        return new DocumentFile($"{DocumentTemplates.FileName(document.Kind)[..^".json".Length]}-{document.Code}.pdf", document.File);
    }
}
