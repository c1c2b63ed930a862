using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Privacy;

/// <summary>Who looked at whose personal data, the latest first: for the administrator, within the region of an administrator who has one.</summary>
/// <param name="From">First day, UTC; the last 30 days when not said.</param>
/// <param name="To">Last day, UTC; today when not said.</param>
/// <param name="Account">Only this reader, by sign-in name.</param>
/// <param name="After"><c>next</c> of the page before.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record ListDataAccess(DateOnly? From = null, DateOnly? To = null, string? Account = null, string? After = null) : IQuery<DataAccessList>;

/// <param name="From">First day that is shown.</param>
/// <param name="To">Last day that is shown.</param>
/// <param name="Rows">One page.</param>
/// <param name="People">People whose data was looked at in the whole time.</param>
public sealed record DataAccessList(DateOnly From, DateOnly To, Slice<DataAccessRow> Rows, int People);

/// <param name="Subject">Name of the person now.</param>
public sealed record DataAccessRow(Guid Id, DateTimeOffset Hour, string Reader, string ReaderId, RegisterKind Register, Guid SubjectId, string Subject, PersonalDataKind Kind);

internal sealed class ListDataAccessValidator : AbstractValidator<ListDataAccess>
{
    public ListDataAccessValidator() => RuleFor(r => r.To).GreaterThanOrEqualTo(r => r.From).When(r => r.From is not null && r.To is not null);
}

internal sealed class ListDataAccessHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListDataAccess, DataAccessList>
{
    public async Task<DataAccessList> Handle(ListDataAccess request, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (from, to) = (request.From ?? (request.To ?? today).AddDays(-30), request.To ?? today);
        var looks = await db.Looks(user, DataAccessRows.At(from), DataAccessRows.At(to.AddDays(1)), request.Account, ct);
        var people = await looks.Select(a => a.SubjectId).Distinct().CountAsync(ct);
        var skip = int.TryParse(request.After, out var shown) ? Math.Max(0, shown) : 0;
        var page = await looks.OrderByDescending(a => a.Hour).ThenByDescending(a => a.Id).Skip(skip).Take(SliceSize.Default + 1).ToListAsync(ct);
        var rows = await db.Named(page, ct);
        return new DataAccessList(from, to, Slice.Of(rows, SliceSize.Default, _ => $"{skip + SliceSize.Default}"), people);
    }
}

/// <summary>
/// People whose data somebody may have seen without right: everything that was looked at between two moments, by one account or by
/// all, one line for a person. What a report of an incident to the authority asks for (152-ФЗ, art. 21, part 3.1).
/// </summary>
/// <param name="From">First moment; the lines tell hours, so its whole hour counts.</param>
/// <param name="To">Last moment; its whole hour counts.</param>
/// <param name="Account">The account that fell into wrong hands, by sign-in name; all accounts when left out.</param>
/// <param name="Format">File format.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record ReportIncident(DateTimeOffset? From, DateTimeOffset? To, string? Account = null, TableFormat Format = TableFormat.Xlsx) : IQuery<TableFile>;

internal sealed class ReportIncidentValidator : AbstractValidator<ReportIncident>
{
    public ReportIncidentValidator()
    {
        RuleFor(r => r.From).NotNull();
        RuleFor(r => r.To).NotNull().GreaterThanOrEqualTo(r => r.From);
    }
}

internal sealed class ReportIncidentHandler(DemoExamDb db, CurrentUser user, Texts texts) : IRequestHandler<ReportIncident, TableFile>
{
    private static readonly string[] Columns = ["Person", "Register", "Born", "Organisation", "Email", "First", "Last", "Seen"];
    private static readonly int[] Widths = [36, 16, 16, 36, 30, 20, 20, 40];

    public async Task<TableFile> Handle(ReportIncident request, CancellationToken ct)
    {
        var looks = await (await db.Looks(user, PersonalDataAccess.HourOf(request.From!.Value), PersonalDataAccess.HourOf(request.To!.Value).AddHours(1), request.Account, ct)).ToListAsync(ct);
        var rows = await db.Named(looks, ct);
        var contacts = new Dictionary<Guid, (DateOnly Born, string? Email, OrganisationId Organisation)>();
        foreach (var ids in looks.Where(l => l.Register == RegisterKind.Candidate).Select(l => CandidateId.From(l.SubjectId)).Distinct().Chunk(500))
        {
            foreach (var c in await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.BirthDate, c.Email, c.OrganisationId }).ToListAsync(ct))
            {
                contacts[c.Id.Value] = (c.BirthDate, c.Email, c.OrganisationId);
            }
        }

        var colleges = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.ShortName }).ToDictionaryAsync(o => o.Id, o => o.ShortName, ct);
        return TableFile.Of("incident",
            [
                new([.. Columns.Select(column => texts[$"Privacy.Incident.{column}"])], IsHeading: true),
                .. rows.GroupBy(r => r.SubjectId).OrderBy(g => g.First().Subject, StringComparer.Create(texts.Culture, false)).Select(g =>
                {
                    var isKnown = contacts.TryGetValue(g.Key, out var known);
                    return new TableRow([g.First().Subject, texts.Of(g.First().Register), isKnown ? TableFile.Day(known.Born) : null, isKnown ? colleges[known.Organisation] : null, known.Email,
                        Hour(g.Min(r => r.Hour)), Hour(g.Max(r => r.Hour)), string.Join(", ", g.Select(r => r.Kind).Distinct().Order().Select(kind => texts.Of(kind)))]);
                }),
            ], Widths, request.Format, texts.Culture);

        string Hour(DateTimeOffset hour) => hour.UtcDateTime.ToString("yyyy-MM-dd HH:00'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>Who looked at my data: for the candidate and the expert, without the readers' sign-in names.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record ListMyDataAccess : IQuery<IReadOnlyList<MyDataAccess>>;

/// <param name="Reader">Name of the reader as shown then.</param>
public sealed record MyDataAccess(DateTimeOffset Hour, string Reader, PersonalDataKind Kind);

internal sealed class ListMyDataAccessHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListMyDataAccess, IReadOnlyList<MyDataAccess>>
{
    private const int Most = 500;

    public async Task<IReadOnlyList<MyDataAccess>> Handle(ListMyDataAccess request, CancellationToken ct)
    {
        List<Guid> mine = user.CandidateId is { } candidate ? [.. (await db.EntriesOf(candidate, ct)).Select(e => e.Value)] : user.ExpertId is { } expert ? [expert.Value] : [];
        return await db.PersonalDataAccesses.AsNoTracking().Where(a => mine.Contains(a.SubjectId)).OrderByDescending(a => a.Hour).ThenByDescending(a => a.Id).Take(Most)
            .Select(a => new MyDataAccess(a.Hour, a.Actor, a.Kind)).ToListAsync(ct);
    }
}
