using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>The signed PDF, for those who answer for passports; also of one that is no longer in force.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record DownloadPassport(PassportId Id) : IQuery<PassportFile>;

/// <summary>A document, or the signature beside it, to be handed out.</summary>
/// <param name="Name">Name to save it under.</param>
/// <param name="Bytes">The PDF as it was signed, or the signature.</param>
public sealed record PassportFile(string Name, byte[] Bytes)
{
    public const string MediaType = "application/pdf";

    /// <summary>Of the signature beside it (RFC 8551).</summary>
    public const string SignatureType = "application/pkcs7-signature";

    internal static string NameFor(string number, Texts texts) => texts["Passports.FileName", number] + ".pdf";
}

internal sealed class DownloadPassportHandler(DemoExamDb db, DataAccess access, CurrentUser user, Texts texts) : IRequestHandler<DownloadPassport, PassportFile>
{
    public async Task<PassportFile> Handle(DownloadPassport request, CancellationToken ct)
    {
        var one = db.Passports.InRegionOf(db, user).Where(p => p.Id == request.Id);
        var file = NotFound.Unless(await one.File(db, texts, ct), "passport", request.Id);
        access.Note(PersonalDataKind.Passport, await one.Select(p => p.CandidateId).SingleAsync(ct));
        return file;
    }
}

internal static class PassportFiles
{
    /// <summary>The document of the one passport that the query finds.</summary>
    public static async Task<PassportFile?> File(this IQueryable<SkillsPassport> one, DemoExamDb db, Texts texts, CancellationToken ct)
    {
        var row = await one.Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => new { p.Number, d.Pdf }).AsNoTracking().SingleOrDefaultAsync(ct);
        return row is null ? null : new PassportFile(PassportFile.NameFor(row.Number, texts), row.Pdf);
    }

    /// <summary>A signature beside the document of the one passport that the query finds; named like the document, with <c>.sig</c> or <c>.gost.sig</c> behind.</summary>
    /// <param name="qualified">The one by GOST, which not every passport has.</param>
    public static async Task<PassportFile?> Signature(this IQueryable<SkillsPassport> one, bool qualified, DemoExamDb db, Texts texts, CancellationToken ct)
    {
        var row = await one.Join(db.PassportDocuments, p => p.Id, d => d.PassportId, (p, d) => new { p.Number, Bytes = qualified ? d.QualifiedSignature : d.Signature }).AsNoTracking().SingleOrDefaultAsync(ct);
        return row?.Bytes is { } bytes ? new PassportFile(PassportFile.NameFor(row.Number, texts) + (qualified ? QualifiedEnding : ".sig"), bytes) : null;
    }

    /// <summary>End of the name of a qualified signature.</summary>
    public const string QualifiedEnding = ".gost.sig";
}
