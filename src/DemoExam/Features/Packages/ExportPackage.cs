using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>One version of a package as a table that the import reads back without a difference.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportPackage(PackageId PackageId, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportPackageValidator : AbstractValidator<ExportPackage>
{
    public ExportPackageValidator() => RuleFor(r => r.Format).IsInEnum();
}

internal sealed class ExportPackageHandler(DemoExamDb db, Texts texts) : IRequestHandler<ExportPackage, TableFile>
{
    public async Task<TableFile> Handle(ExportPackage request, CancellationToken ct)
    {
        var package = NotFound.Unless(await db.Packages.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(p => p.Id == request.PackageId, ct), "package", request.PackageId);
        return TableFile.Of($"{package.Code} v{package.Version}", SchemeTable.Rows(package.Header(), package.Scheme(), texts), SchemeTable.Widths, request.Format, texts.Culture);
    }
}
