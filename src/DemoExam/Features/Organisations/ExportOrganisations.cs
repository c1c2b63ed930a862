using DemoExam.Data;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Organisations;

/// <summary>The organisations of a list as a table.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportOrganisations(ListOrganisations Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportOrganisationsHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<ExportOrganisations, TableFile>
{
    private static readonly int[] Widths = [60, 30, 50, 26, 18, 8, 30];

    public async Task<TableFile> Handle(ExportOrganisations request, CancellationToken ct)
    {
        var rows = await db.Organisations.AsNoTracking().InRegionOf(user).Matching(request.Filter).OrderBy(o => o.NameNorm).ThenBy(o => o.RegionCode)
            .Select(o => new { o.Name, o.ShortName, o.NameEn, o.Kind, o.City, o.RegionCode, Parent = db.Organisations.Where(p => p.Id == o.ParentId).Select(p => p.ShortName).FirstOrDefault() }).ToListAsync(ct);
        return TableFile.Of("organisations",
            [
                new([texts["Organisations.Name"], texts["Organisations.ShortName"], texts["Organisations.NameEn"], texts["Organisations.Kind"], texts["Organisations.City"], texts["Organisations.Region"], texts["Organisations.Parent"]], IsHeading: true),
                .. rows.Select(o => new TableRow([o.Name, o.ShortName, o.NameEn, texts.Of(o.Kind), o.City, o.RegionCode, o.Parent])),
            ], Widths, request.Format, texts.Culture);
    }
}
