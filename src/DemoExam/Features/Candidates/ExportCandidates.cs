using System.Globalization;
using DemoExam.Data;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>The candidates of a list as a CSV file in the layout of the import. Texts that a spreadsheet would run as formulas are neutralised.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record ExportCandidates(ListCandidates Filter) : IQuery<byte[]>;

internal sealed class ExportCandidatesHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<ExportCandidates, byte[]>
{
    public async Task<byte[]> Handle(ExportCandidates request, CancellationToken ct)
    {
        var rows = await db.Candidates.AsNoTracking().VisibleTo(user, db).Matching(request.Filter).OrderBy(c => c.NameNorm).ThenBy(c => c.Id)
            .Select(c => new
            {
                c.Name,
                c.LatinName,
                c.BirthDate,
                c.Category,
                Organisation = db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.ShortName).First(),
                c.StudyGroup,
                c.Email,
                c.PersonalNumber,
            }).ToListAsync(ct);
        return CsvFile.Write(rows.Select(r => (IEnumerable<string?>)[r.Name.Surname, r.Name.GivenName, r.Name.Patronymic, r.LatinName,
                r.BirthDate.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture), texts.Of(r.Category), r.Organisation, r.StudyGroup, r.Email, r.PersonalNumber])
            .Prepend(Enum.GetValues<CandidateColumn>().Select(column => (string?)texts.Of(column))));
    }
}
