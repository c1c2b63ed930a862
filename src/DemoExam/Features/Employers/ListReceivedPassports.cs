using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>
/// Passports that candidates have shared with the own organisation and not taken back, the newest first, each checked at this moment: signed
/// values, only those that the holder ticked, and the present standing. There is no search by name.
/// </summary>
/// <param name="Speciality">Only passports in this code of the catalogue.</param>
/// <param name="Level">Only this level.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.BeEmployer)]
public sealed record ListReceivedPassports(string? Speciality = null, ExamLevel? Level = null, ShareLinkId? After = null, int? Size = null) : IQuery<ReceivedList>;

/// <param name="Specialities">Those of all received passports, for the filter.</param>
public sealed record ReceivedList(Slice<ReceivedPassport> Passports, IReadOnlyList<NeedSpeciality> Specialities);

/// <param name="Address">Path of the page that shows all that the holder ticked.</param>
/// <param name="Check">What the check says now.</param>
public sealed record ReceivedPassport(ShareLinkId Id, string Address, DateTimeOffset SharedAt, DateTimeOffset Until, PassportCheck Check);

internal sealed class ListReceivedPassportsValidator : AbstractValidator<ListReceivedPassports>
{
    public ListReceivedPassportsValidator()
    {
        RuleFor(r => r.Speciality).MaximumLength(Speciality.LongestCode);
        RuleFor(r => r.Level).IsInEnum();
    }
}

internal sealed class ListReceivedPassportsHandler(DemoExamDb db, CurrentUser user, DataAccess access, Verifier verifier, TimeProvider time) : IRequestHandler<ListReceivedPassports, ReceivedList>
{
    public async Task<ReceivedList> Handle(ListReceivedPassports request, CancellationToken ct)
    {
        var (employer, now) = (user.RequireEmployer(), time.GetUtcNow());
        var all = db.ReceivedBy(employer, now);
        var specialities = await all.Select(r => r.Speciality).Distinct().Join(db.Specialities, code => code, s => s.Code, (_, s) => s).OrderBy(s => s.Code)
            .Select(s => new NeedSpeciality(s.Code, s.Name, s.NameEn)).ToListAsync(ct);
        var received = all.Matching(request.Speciality, request.Level);
        if (request.After is { } after && await db.ShareLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == after && l.EmployerId == employer, ct) is { } last)
        {
            received = received.Where(r => r.Link.CreatedAt < last.CreatedAt || (r.Link.CreatedAt == last.CreatedAt && r.Link.Token.CompareTo(last.Token) < 0));
        }

        var size = SliceSize.Of(request.Size);
        var rows = await received.InOrder().Take(size + 1).ToListAsync(ct);
        access.Note(PersonalDataKind.Passport, rows.Take(size).Select(r => r.Passport.CandidateId));
        return new ReceivedList(
            Slice.Of(rows.ConvertAll(r => new ReceivedPassport(r.Link.Id, $"/s/{r.Link.Token}", r.Link.CreatedAt, r.Link.Until, r.Check(verifier, now))), size, r => r.Id.ToString()),
            specialities);
    }
}

/// <summary>A link that leads an employer to a passport.</summary>
internal sealed class Received
{
    public required ShareLink Link { get; init; }
    public required SkillsPassport Passport { get; init; }
    public required byte[] Pdf { get; init; }
    public required string Speciality { get; init; }
    public required ExamLevel Level { get; init; }

    public PassportCheck Check(Verifier verifier, DateTimeOffset now) => SharedView.Of(Passport, Pdf, Link.Contents, verifier, now);
}

internal static class ReceivedPassports
{
    /// <summary>What stands open for an employer.</summary>
    public static IQueryable<Received> ReceivedBy(this DemoExamDb db, OrganisationId employer, DateTimeOffset now) =>
        from link in db.ShareLinks.AsNoTracking()
        join passport in db.Passports on link.PassportId equals passport.Id
        join document in db.PassportDocuments on passport.Id equals document.PassportId
        join exam in db.Exams.IgnoreAutoIncludes() on passport.ExamId equals exam.Id
        join package in db.Packages.IgnoreAutoIncludes() on exam.PackageId equals package.Id
        where link.EmployerId == employer && link.EndedAt == null && link.Until > now
        select new Received { Link = link, Passport = passport, Pdf = document.Pdf, Speciality = package.SpecialityCode, Level = exam.Level };

    public static IQueryable<Received> Matching(this IQueryable<Received> received, string? speciality, ExamLevel? level)
    {
        if (!string.IsNullOrWhiteSpace(speciality))
        {
            received = received.Where(r => r.Speciality == speciality);
        }

        return level is null ? received : received.Where(r => r.Level == level);
    }

    public static IQueryable<Received> InOrder(this IQueryable<Received> received) => received.OrderByDescending(r => r.Link.CreatedAt).ThenByDescending(r => r.Link.Token);
}
