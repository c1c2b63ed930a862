using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Employers;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using DemoExam.Features.Candidates;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Home;

/// <summary>What this person should do next, what is ahead, and a few figures; only what the person's roles need.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record GetHome : IQuery<HomeView>;

public sealed record HomeView(IReadOnlyList<HomeTask> Tasks, IReadOnlyList<HomeExam> Exams, IReadOnlyList<HomeFigure> Figures);

/// <summary>A task; its sentence is the text <c>Home.Task.{Kind}</c>.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Subject">What it is about, for example the number of an exam.</param>
/// <param name="Detail">Where or for whom.</param>
/// <param name="DetailEn">The same in English; empty where there is only one form.</param>
/// <param name="Day">When; null when there is no day.</param>
/// <param name="Address">Page on which it is done.</param>
public sealed record HomeTask(HomeTaskKind Kind, string Subject, string Detail, string DetailEn, DateOnly? Day, string Address);

public enum HomeTaskKind
{
    ConfirmExam = 1,
    StartExam = 2,
    HeadExam = 3,
    LockExam = 4,
    Score = 5,
    BeAtVenue = 6,
    SitExam = 7,
    SeePassport = 8,
    RenewAccreditation = 9,
    RenewCredential = 10,
    MendPassport = 11,
    DecideUnlock = 12,
    DecideRevocation = 13,
    DecideAppeal = 14,
    CarryOutAppeal = 15,

    /// <summary>A holder asks to correct a passport.</summary>
    DecideCorrection = 16,
    PrepareExam = 17,

    /// <summary>An expert was asked to an exam and has not answered.</summary>
    AnswerInvitation = 18,

    /// <summary>An employer asks to be let in.</summary>
    DecideEmployer = 19,
}

/// <summary>An exam ahead.</summary>
public sealed record HomeExam(ExamId Id, string Number, ExamStatus Status, DateOnly FirstDay, DateOnly LastDay, string Package, string PackageEn, string Venue, string VenueEn, int Candidates);

/// <summary>A figure; its words are the text <c>Home.Figure.{Name}</c>.</summary>
public sealed record HomeFigure(string Name, int Value, string Address, bool NeedsCare = false);

internal sealed class GetHomeHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetHome, HomeView>
{
    private const int MostRows = 6;
    private const int SoonDays = 60;

    private readonly List<HomeTask> _tasks = [];
    private readonly List<HomeFigure> _figures = [];

    // The day by UTC: a home page looks weeks ahead, and an exam's own page tells the day at its venue.
    private readonly DateOnly _today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<HomeView> Handle(GetHome request, CancellationToken ct)
    {
        if (user.ExpertId is { } expert)
        {
            await ForExpert(expert, ct);
        }

        if (user.CandidateId is { } candidate)
        {
            await ForCandidate(candidate, ct);
        }

        if (user.Is(Roles.Employer) && user.OrganisationId is { } employer)
        {
            await ForEmployer(employer, ct);
        }

        if (user.Is(Roles.RegionalOperator))
        {
            await ForOperator(ct);
        }

        if (user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator))
        {
            await ForPassports(ct);
        }

        if (user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator))
        {
            await ForAppeals(ct);
            await Figures(ct);
        }

        return new HomeView(_tasks, user.CandidateId is null && !user.Is(Roles.Employer) ? await Ahead(ct) : [], _figures);
    }

    private async Task ForExpert(ExpertId me, CancellationToken ct)
    {
        // The days that were asked for must be those of the exam still; otherwise the expert is asked anew.
        var asked = await (from invitation in db.Invitations.AsNoTracking()
                           join exam in db.Exams.IgnoreAutoIncludes() on invitation.ExamId equals exam.Id
                           join venue in db.Venues on exam.VenueId equals venue.Id
                           where invitation.ExpertId == me && invitation.Status == InvitationStatus.Open && exam.Status <= ExamStatus.Ready
                               && invitation.FirstDay == exam.FirstDay && invitation.LastDay == exam.LastDay && exam.Duties.Any(d => d.ExpertId == me && d.EndedAt == null)
                           orderby invitation.AnswerBy, exam.Number
                           select new { exam.Number, venue.Name, venue.NameEn, invitation.AnswerBy }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(asked.Select(i => new HomeTask(HomeTaskKind.AnswerInvitation, i.Number, i.Name, i.NameEn, i.AnswerBy, "/my/invitations")));

        var duties = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes()
                            join venue in db.Venues on exam.VenueId equals venue.Id
                            where exam.LastDay >= _today.AddDays(-SoonDays) && exam.Duties.Any(d => d.ExpertId == me)
                                && (exam.Status == ExamStatus.Confirmed || exam.Status == ExamStatus.Preparation || exam.Status == ExamStatus.Ready || exam.Status == ExamStatus.Running || exam.Status == ExamStatus.Scoring || exam.Status == ExamStatus.Reconciling || exam.Status == ExamStatus.Suspended)
                            orderby exam.FirstDay, exam.Number
                            select new
                            {
                                exam.Id,
                                exam.Number,
                                exam.Status,
                                exam.FirstDay,
                                venue.Name,
                                venue.NameEn,
                                Role = exam.Duties.Where(d => d.ExpertId == me).Select(d => d.Role).First(),
                            }).Take(MostRows * 2).ToListAsync(ct);
        foreach (var duty in duties)
        {
            var (kind, address) = (duty.Role, duty.Status) switch
            {
                (_, ExamStatus.Suspended) => (HomeTaskKind.BeAtVenue, $"/exams/{duty.Id}"),
                (ExamRole.ChiefExpert or ExamRole.TechnicalExpert, ExamStatus.Confirmed or ExamStatus.Preparation) => (HomeTaskKind.PrepareExam, $"/exams/{duty.Id}/preparation"),
                (ExamRole.ChiefExpert, ExamStatus.Ready) => (HomeTaskKind.StartExam, $"/exams/{duty.Id}/day"),
                (ExamRole.ChiefExpert, ExamStatus.Running) => (HomeTaskKind.HeadExam, $"/exams/{duty.Id}/day"),
                (ExamRole.TechnicalExpert, ExamStatus.Ready or ExamStatus.Running) => (HomeTaskKind.BeAtVenue, $"/exams/{duty.Id}/day"),
                (ExamRole.ChiefExpert, _) => (HomeTaskKind.LockExam, $"/scoring/{duty.Id}"),
                (ExamRole.ScoringExpert, ExamStatus.Running or ExamStatus.Scoring or ExamStatus.Reconciling) => (HomeTaskKind.Score, $"/scoring/{duty.Id}"),
                _ => (HomeTaskKind.BeAtVenue, $"/exams/{duty.Id}"),
            };
            _tasks.Add(new HomeTask(kind, duty.Number, duty.Name, duty.NameEn, duty.FirstDay, address));
        }
    }

    private async Task ForCandidate(CandidateId me, CancellationToken ct)
    {
        var mine = await db.EntriesOf(me, ct);
        var exams = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes()
                           join venue in db.Venues on exam.VenueId equals venue.Id
                           where exam.LastDay >= _today && exam.Status >= ExamStatus.Submitted && exam.Status <= ExamStatus.Running && exam.Enrolments.Any(e => mine.Contains(e.CandidateId) && e.Outcome != ParticipationOutcome.Moved)
                           orderby exam.FirstDay
                           select new { exam.Number, exam.FirstDay, venue.Name, venue.NameEn, venue.City }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(exams.Select(e => new HomeTask(HomeTaskKind.SitExam, e.Number, $"{e.Name}, {e.City}", e.NameEn.Length == 0 ? "" : $"{e.NameEn}, {e.City}", e.FirstDay, "/my")));
        var passports = await db.Passports.AsNoTracking().Where(p => mine.Contains(p.CandidateId) && p.Status == PassportStatus.Issued)
            .OrderByDescending(p => p.IssuedAt).Select(p => new { p.Number, p.Facts }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(passports.Select(p => new HomeTask(HomeTaskKind.SeePassport, p.Number, p.Facts.Skill, p.Facts.SkillEn, null, "/my")));
    }

    private async Task ForEmployer(OrganisationId me, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        _figures.Add(new HomeFigure("Received", await db.ShareLinks.CountAsync(l => l.EmployerId == me && l.EndedAt == null && l.Until > now, ct), "/received"));
        _figures.Add(new HomeFigure("Needs", await db.EmployerNeeds.CountAsync(n => n.EmployerId == me && n.ClosedAt == null && n.Until >= _today, ct), "/needs"));
    }

    private async Task ForOperator(CancellationToken ct)
    {
        var waiting = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes().InRegionOf(user)
                             join venue in db.Venues on exam.VenueId equals venue.Id
                             where exam.Status == ExamStatus.Submitted
                             orderby exam.FirstDay, exam.Number
                             select new { exam.Id, exam.Number, exam.FirstDay, venue.Name, venue.NameEn }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(waiting.Select(e => new HomeTask(HomeTaskKind.ConfirmExam, e.Number, e.Name, e.NameEn, e.FirstDay, $"/exams/{e.Id}")));

        // What one person asked for waits for a second one.
        var unlocks = await (from request in db.UnlockRequests.AsNoTracking()
                             join exam in db.Exams.IgnoreAutoIncludes().InRegionOf(user) on request.ExamId equals exam.Id
                             where request.Status == UnlockStatus.Requested
                             orderby request.AskedAt
                             select new { exam.Id, exam.Number, request.AskedByName }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(unlocks.Select(u => new HomeTask(HomeTaskKind.DecideUnlock, u.Number, u.AskedByName, "", null, $"/exams/{u.Id}/unlocks")));
        var me = user.RequireAccount();
        // From the few that are proposed to their exams: joined, a database may begin with all exams of the region.
        var exams = db.Exams.IgnoreAutoIncludes().InRegionOf(user);
        var revocations = await (from passport in db.Passports.AsNoTracking()
                                 where passport.ProposedAt != null && passport.ProposedBy != me && exams.Any(e => e.Id == passport.ExamId)
                                 orderby passport.Number
                                 select new { passport.Id, passport.Number, passport.ProposedByName }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(revocations.Select(r => new HomeTask(HomeTaskKind.DecideRevocation, r.Number, r.ProposedByName ?? "", "", null, $"/passports/{r.Id}")));

        var corrections = await (from asked in db.CorrectionRequests.AsNoTracking()
                                 join passport in db.Passports on asked.PassportId equals passport.Id
                                 join exam in db.Exams.IgnoreAutoIncludes().InRegionOf(user) on passport.ExamId equals exam.Id
                                 where asked.Status == CorrectionStatus.Open
                                 orderby asked.AskedAt
                                 select passport.Number).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(corrections.Select(number => new HomeTask(HomeTaskKind.DecideCorrection, number, "", "", null, "/passports/corrections")));

        var employers = await db.EmployerApplications.AsNoTracking().InRegionOf(user).Where(a => a.Status == EmployerApplicationStatus.Waiting).OrderBy(a => a.AppliedAt)
            .Select(a => new { a.Id, a.Name, a.City }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(employers.Select(a => new HomeTask(HomeTaskKind.DecideEmployer, a.Name, a.City, "", null, $"/employers/{a.Id}")));

        var soon = _today.AddDays(SoonDays);
        var certificates = await (from venue in db.Venues.AsNoTracking().IgnoreAutoIncludes().InRegionOf(user)
                                  from accreditation in venue.Accreditations
                                  where accreditation.Status == AccreditationStatus.Accredited && accreditation.ValidTo >= _today && accreditation.ValidTo <= soon
                                  select new { venue.Id, venue.Name, venue.NameEn, accreditation.CertificateNumber, accreditation.ValidTo })
            // One certificate may stand for several levels; it is renewed once.
            .Distinct().OrderBy(c => c.ValidTo).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(certificates.Select(c => new HomeTask(HomeTaskKind.RenewAccreditation, c.CertificateNumber, c.Name, c.NameEn, c.ValidTo, $"/venues/{c.Id}")));

        var credentials = await (from expert in db.Experts.AsNoTracking().IgnoreAutoIncludes().InRegionOf(user)
                                 from credential in expert.Credentials
                                 where expert.MergedInto == null && !credential.IsRevoked && credential.ValidTo >= _today && credential.ValidTo <= soon
                                 orderby credential.ValidTo
                                 select new { expert.Id, expert.Name, credential.Number, credential.ValidTo }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(credentials.Select(c => new HomeTask(HomeTaskKind.RenewCredential, c.Number, c.Name.Initials, "", c.ValidTo, $"/experts/{c.Id}")));
    }

    private async Task ForPassports(CancellationToken ct)
    {
        var failed = await (from order in db.PassportOrders.AsNoTracking()
                            join exam in db.Exams.IgnoreAutoIncludes().InRegionOf(user) on order.ExamId equals exam.Id
                            where order.CompletedAt == null && order.Status == PassportOrderStatus.Failed
                            orderby order.Number
                            select new { order.Number, ExamNumber = exam.Number, exam.Id }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(failed.Select(o => new HomeTask(HomeTaskKind.MendPassport, o.Number, o.ExamNumber, "", null, $"/exams/{o.Id}/passports")));
        // Of this year: counting those of all years would take longer each year.
        var year = new DateOnly(_today.Year, 1, 1);
        _figures.Add(new HomeFigure("Passports", await db.Exams.IgnoreAutoIncludes().InRegionOf(user).Where(e => e.FirstDay >= year).Join(db.Passports.Where(p => p.Status == PassportStatus.Issued), e => e.Id, p => p.ExamId, (_, p) => p.Id).CountAsync(ct), "/passports"));
    }

    // The organisation that holds the exam has the board; the operator is the second person.
    private async Task ForAppeals(CancellationToken ct)
    {
        var (isOperator, organisation) = (user.Is(Roles.RegionalOperator), user.OrganisationId);
        var appeals = await (from appeal in db.Appeals.AsNoTracking()
                             join exam in db.Exams.IgnoreAutoIncludes().InRegionOf(user) on appeal.ExamId equals exam.Id
                             join candidate in db.Candidates on appeal.CandidateId equals candidate.Id
                             where isOperator ? appeal.Status == AppealStatus.Satisfied : appeal.Status == AppealStatus.Filed && exam.OrganiserId == organisation
                             orderby appeal.DecideBy
                             select new { appeal.Id, ExamId = exam.Id, exam.Number, candidate.Name, appeal.DecideBy }).Take(MostRows).ToListAsync(ct);
        _tasks.AddRange(appeals.Select(a => new HomeTask(isOperator ? HomeTaskKind.CarryOutAppeal : HomeTaskKind.DecideAppeal, a.Number, a.Name.Initials, "", isOperator ? null : a.DecideBy, $"/exams/{a.ExamId}/appeals/{a.Id}")));
    }

    private async Task Figures(CancellationToken ct)
    {
        var exams = db.Exams.IgnoreAutoIncludes().InRegionOf(user);
        var now = await exams.CountAsync(e => e.Status == ExamStatus.Running || e.Status == ExamStatus.Scoring || e.Status == ExamStatus.Reconciling, ct);
        _figures.Insert(0, new HomeFigure("Running", now, "/exams"));
        _figures.Insert(1, new HomeFigure("Submitted", await exams.CountAsync(e => e.Status == ExamStatus.Submitted, ct), "/exams?status=Submitted"));
        _figures.Insert(2, new HomeFigure("Candidates", await db.Candidates.InRegionOf(user).CountAsync(ct), "/candidates"));
    }

    private async Task<IReadOnlyList<HomeExam>> Ahead(CancellationToken ct)
    {
        var rows = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes().VisibleTo(user, db)
                          join package in db.Packages on exam.PackageId equals package.Id
                          join venue in db.Venues on exam.VenueId equals venue.Id
                          where exam.LastDay >= _today && exam.Status != ExamStatus.Cancelled && exam.Status != ExamStatus.Postponed
                          orderby exam.FirstDay, exam.Number
                          select new
                          {
                              exam.Id,
                              exam.Number,
                              exam.Status,
                              exam.FirstDay,
                              exam.LastDay,
                              Package = package.Name,
                              PackageEn = package.NameEn,
                              Venue = venue.Name,
                              VenueEn = venue.NameEn,
                              Candidates = exam.Enrolments.Count,
                          }).Take(MostRows).ToListAsync(ct);
        return rows.ConvertAll(e => new HomeExam(e.Id, e.Number, e.Status, e.FirstDay, e.LastDay, e.Package, e.PackageEn, e.Venue, e.VenueEn, e.Candidates));
    }
}
