using DemoExam.Data;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Specialities;

/// <summary>The catalogue as a table.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportSpecialities(ListSpecialities Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportSpecialitiesHandler(DemoExamDb db, Texts texts) : IRequestHandler<ExportSpecialities, TableFile>
{
    private static readonly int[] Widths = [14, 60, 60, 18, 14, 12];

    public async Task<TableFile> Handle(ExportSpecialities request, CancellationToken ct)
    {
        var rows = await db.Specialities.AsNoTracking().Matching(request.Filter, db).OrderBy(s => s.Code).Rows(db).ToListAsync(ct);
        return TableFile.Of("specialities",
            [
                new([texts["Specialities.Code"], texts["Specialities.Name"], texts["Specialities.NameEn"], texts["Specialities.Kind"], texts["Specialities.InForce"], texts["Specialities.Packages"]], IsHeading: true),
                .. rows.Select(s => new TableRow([s.Code, s.Name, s.NameEn, texts.Of(s.Kind), texts[s.IsInForce ? "Shared.Yes" : "Shared.No"], s.Packages])),
            ], Widths, request.Format, texts.Culture);
    }
}
