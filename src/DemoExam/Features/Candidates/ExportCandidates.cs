using DemoExam.Data;
using DemoExam.Domain.Audit;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>The candidates of a list in the columns of the import. Texts that a spreadsheet would run as formulas are neutralised.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportCandidates(ListCandidates Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportCandidatesHandler(DemoExamDb db, DataAccess access, CurrentUser user, Texts texts) : IRequestHandler<ExportCandidates, TableFile>
{
    private static readonly int[] Widths = [18, 16, 18, 24, 14, 16, 36, 12, 26, 16, 32, 18, 26, 30];

    public async Task<TableFile> Handle(ExportCandidates request, CancellationToken ct)
    {
        var rows = await db.Candidates.AsNoTracking().VisibleTo(user, db).Matching(request.Filter).OrderBy(c => c.NameNorm).ThenBy(c => c.Id)
            .Select(c => new
            {
                c.Id,
                c.Name,
                c.LatinName,
                c.BirthDate,
                c.Category,
                Organisation = db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.ShortName).First(),
                c.StudyGroup,
                c.Email,
                c.PersonalNumber,
                c.Guardian,
            }).ToListAsync(ct);
        access.Note(PersonalDataKind.Export, rows.Select(r => r.Id));
        return TableFile.Of("candidates",
            [
                new([.. Enum.GetValues<CandidateColumn>().Select(column => texts.Of(column))], IsHeading: true),
                .. rows.Select(r => new TableRow([r.Name.Surname, r.Name.GivenName, r.Name.Patronymic, r.LatinName, TableFile.Day(r.BirthDate), texts.Of(r.Category), r.Organisation, r.StudyGroup, r.Email, r.PersonalNumber, r.Guardian?.Name, r.Guardian?.Phone, r.Guardian?.Email, r.Guardian?.Consent])),
            ], Widths, request.Format, texts.Culture);
    }
}
