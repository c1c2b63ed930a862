using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.Candidates;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>What employers of the region look for, the newest first. Each employer also sees its own needs that are over.</summary>
/// <param name="Speciality">Only this code of the catalogue.</param>
/// <param name="Mine">Of a candidate: only what the own passports in force answer; of an employer: only the own ones.</param>
/// <param name="After"><c>next</c> of the page before.</param>
[Authorize(Policy = Policies.SeeNeeds)]
public sealed record ListNeeds(string? Speciality = null, bool Mine = false, EmployerNeedId? After = null) : IQuery<NeedList>;

/// <param name="Specialities">What is asked for at the moment, for the filter.</param>
public sealed record NeedList(Slice<NeedRow> Needs, IReadOnlyList<NeedSpeciality> Specialities);

public sealed record NeedSpeciality(string Code, string Name, string NameEn);

/// <param name="IsOwn">Of the reader's own organisation.</param>
/// <param name="Passport">The reader's own passport in force that answers the need; null when there is none.</param>
public sealed record NeedRow(
    EmployerNeedId Id, OrganisationId EmployerId, string Employer, string EmployerEn, string City, NeedSpeciality Speciality, ExamLevel Level, int Positions, DateOnly Until, string Text, bool IsOpen, bool IsOwn,
    PassportId? Passport);

internal sealed class ListNeedsValidator : AbstractValidator<ListNeeds>
{
    public ListNeedsValidator() => RuleFor(r => r.Speciality).MaximumLength(Speciality.LongestCode);
}

internal sealed class ListNeedsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListNeeds, NeedList>
{
    public async Task<NeedList> Handle(ListNeeds request, CancellationToken ct)
    {
        var today = await db.Today(user, time, ct);
        var employer = user.Is(Roles.Employer) ? user.OrganisationId : null;
        var open = db.EmployerNeeds.AsNoTracking().InRegionOf(user).Where(n => n.ClosedAt == null && n.Until >= today);
        var passports = user.CandidateId is { } candidate ? await PassportsOf(candidate, ct) : [];
        var needs = request.Mine && employer is not null ? db.EmployerNeeds.AsNoTracking().InRegionOf(user).Where(n => n.EmployerId == employer) : open;
        if (request.Mine && user.CandidateId is not null)
        {
            var skills = passports.Select(p => p.Speciality).Distinct().ToList();
            needs = needs.Where(n => skills.Contains(n.SpecialityCode));
        }

        if (!string.IsNullOrWhiteSpace(request.Speciality))
        {
            needs = needs.Where(n => n.SpecialityCode == request.Speciality);
        }

        if (request.After is { } after && await db.EmployerNeeds.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(n => n.Id == after, ct) is { } last)
        {
            needs = needs.Where(n => n.PostedAt < last.PostedAt || (n.PostedAt == last.PostedAt && n.SpecialityCode.CompareTo(last.SpecialityCode) < 0));
        }

        var rows = await (from need in needs
                          join organisation in db.Organisations on need.EmployerId equals organisation.Id
                          join speciality in db.Specialities on need.SpecialityCode equals speciality.Code
                          orderby need.PostedAt descending, need.SpecialityCode descending
                          select new { Need = need, organisation.Name, organisation.NameEn, organisation.City, Speciality = new NeedSpeciality(speciality.Code, speciality.Name, speciality.NameEn) })
            .Take(SliceSize.Default + 1).ToListAsync(ct);
        var specialities = await open.Select(n => n.SpecialityCode).Distinct().Join(db.Specialities, code => code, s => s.Code, (_, s) => s).OrderBy(s => s.Code)
            .Select(s => new NeedSpeciality(s.Code, s.Name, s.NameEn)).ToListAsync(ct);
        return new NeedList(
            Slice.Of(rows.ConvertAll(r => new NeedRow(r.Need.Id, r.Need.EmployerId, r.Name, r.NameEn, r.City, r.Speciality, r.Need.Level, r.Need.Positions, r.Need.Until, r.Need.Text,
                r.Need.ClosedAt is null && r.Need.Until >= today, r.Need.EmployerId == employer,
                passports.Where(p => p.Speciality == r.Need.SpecialityCode && p.Level >= r.Need.Level).Select(p => (PassportId?)p.Id).FirstOrDefault())), SliceSize.Default, r => r.Id.ToString()),
            specialities);
    }

    private async Task<List<HeldPassport>> PassportsOf(CandidateId candidate, CancellationToken ct)
    {
        var mine = await db.EntriesOf(candidate, ct);
        return await (from passport in db.Passports.AsNoTracking()
                      join exam in db.Exams.IgnoreAutoIncludes() on passport.ExamId equals exam.Id
                      join package in db.Packages.IgnoreAutoIncludes() on exam.PackageId equals package.Id
                      where mine.Contains(passport.CandidateId) && passport.Status == PassportStatus.Issued
                      orderby passport.IssuedAt descending
                      select new HeldPassport(passport.Id, package.SpecialityCode, exam.Level)).ToListAsync(ct);
    }

    private sealed record HeldPassport(PassportId Id, string Speciality, ExamLevel Level);
}
