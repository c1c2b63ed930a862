using DemoExam.Data;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>The packages of a list as a table, one row for each version.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportPackages(ListPackages Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportPackagesHandler(DemoExamDb db, Texts texts) : IRequestHandler<ExportPackages, TableFile>
{
    private static readonly int[] Widths = [26, 10, 50, 50, 14, 40, 10, 20, 14];

    public async Task<TableFile> Handle(ExportPackages request, CancellationToken ct)
    {
        var rows = await db.Packages.AsNoTracking().Matching(request.Filter, db).OrderBy(p => p.Code).ThenByDescending(p => p.Version)
            .Select(p => new { p.Code, p.Version, p.Name, p.NameEn, p.SpecialityCode, p.SpecialityName, p.Year, p.Issuer, p.Status }).ToListAsync(ct);
        return TableFile.Of("packages",
            [
                new([texts["Packages.Code"], texts["Packages.Version"], texts["Packages.Name"], texts["Packages.NameEn"], texts["Packages.SpecialityCode"], texts["Packages.Speciality"], texts["Packages.Year"], texts["Packages.Issuer"], texts["Packages.State"]], IsHeading: true),
                .. rows.Select(p => new TableRow([p.Code, p.Version, p.Name, p.NameEn, p.SpecialityCode, p.SpecialityName, p.Year, p.Issuer, texts.Of(p.Status)])),
            ], Widths, request.Format, texts.Culture);
    }
}
