using DemoExam.Data;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Experts;
using DemoExam.Features.Shared.Import;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>The experts of a list with their documents, one row for each, in the columns of the import; the state stands last.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportExperts(ListExperts Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportExpertsHandler(DemoExamDb db, DataAccess access, CurrentUser user, TimeProvider time, Texts texts) : IRequestHandler<ExportExperts, TableFile>
{
    private static readonly int[] Widths = [18, 16, 18, 16, 36, 26, 26, 26, 18, 14, 14, 14];

    public async Task<TableFile> Handle(ExportExperts request, CancellationToken ct)
    {
        var day = request.Filter.On ?? await db.Today(user, time, ct);
        var experts = await db.Experts.AsNoTracking().InRegionOf(user).Matching(request.Filter, day, db).OrderBy(e => e.NameNorm).ThenBy(e => e.Id).ToListAsync(ct);
        access.NoteExperts(PersonalDataKind.Export, experts.Select(e => e.Id));
        var employers = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.Name }).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        // Numbers and addresses of people are for those who keep the register.
        var keeps = user.IsSystem || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);
        var rows = new List<TableRow> { new([.. Enum.GetValues<ExpertColumn>().Select(column => texts.Of(column)), texts["Experts.State"]], IsHeading: true) };
        foreach (var expert in experts)
        {
            object?[] person = [expert.Name.Surname, expert.Name.GivenName, expert.Name.Patronymic, keeps ? expert.PersonalNumber : null, employers[expert.EmployerId], keeps ? expert.Email : null];
            rows.AddRange(expert.Credentials.OrderBy(c => c.Covers, StringComparer.Ordinal).ThenBy(c => c.ValidFrom).ThenBy(c => c.Number, StringComparer.Ordinal).Select(c => new TableRow(
            [
                .. person, texts.Of(c.Type), c.Covers, c.Number, TableFile.Day(c.ValidFrom), c.ValidTo is { } to ? TableFile.Day(to) : null,
                texts.Of(ExpertCredential.StateOf(c.IsRevoked, c.ValidFrom, c.ValidTo, day)),
            ])));
            if (expert.Credentials.Count == 0)
            {
                rows.Add(new TableRow(person));
            }
        }

        return TableFile.Of("experts", rows, Widths, request.Format, texts.Culture);
    }
}
