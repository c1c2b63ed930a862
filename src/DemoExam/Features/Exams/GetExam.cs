using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Candidates;
using DemoExam.Features.Invitations;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>One exam: its facts, who sits (for those who see it from inside) and who scores, how far scoring has come, and what this user may do next.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetExam(ExamId ExamId) : IQuery<ExamView>;

public sealed record ExamView(
    ExamId Id, string Number, ExamType Type, ExamStatus Status, StatusChange? Standing, ExamId? MovedTo, IReadOnlyList<StatusChange> History, DateTimeOffset? LockedAt,
    PackageId PackageId, string PackageCode, int PackageVersion, string PackageName, string PackageNameEn, ExamLevel Level, bool WithVariativePart,
    Marks Maximum, int Minutes, IReadOnlyList<CriterionToPlan> Criteria,
    VenueId VenueId, string Venue, string VenueEn, string City, string Address, string TimeZone, string Certificate, string Organiser,
    DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay, DateOnly Today,
    IReadOnlyList<GroupView> Groups, IReadOnlyList<DutyView> Experts, SheetCount Sheets,
    IReadOnlyList<Refusal> Obstacles, ExamSteps Steps)
{
    /// <summary>How many candidates wait for a word on whether they came.</summary>
    public int OutcomesMissing => Groups.Sum(g => g.Candidates.Count(c => c.Outcome == ParticipationOutcome.Expected));
}

/// <param name="Size">How many sit in it.</param>
/// <param name="Candidates">Who; empty for a user who sees the exam only from outside.</param>
public sealed record GroupView(int Number, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Size, IReadOnlyList<EnrolmentView> Candidates);

/// <param name="Conditions">Special conditions; only for those who organise the exam, and conduct it until the results are fixed.</param>
public sealed record EnrolmentView(
    CandidateId CandidateId, PersonName Name, string Organisation, string? StudyGroup, int Workplace, ParticipationOutcome Outcome, SheetCount Sheets, IReadOnlyList<Accommodations> Conditions);

/// <param name="Answer">How it stands with the invitation.</param>
public sealed record DutyView(ExpertId ExpertId, PersonName Name, string Employer, ExamRole Role, string Criteria, InvitationState Answer);

/// <summary>Score sheets of those who take part.</summary>
public sealed record SheetCount(int Locked, int All);

/// <summary>Which steps this user may take now.</summary>
/// <param name="IsChief">The user heads this exam.</param>
/// <param name="Conducts">The user is its chief or technical expert.</param>
/// <param name="Organises">The user organises it.</param>
/// <param name="Enrol">Candidates can be added and taken out.</param>
public sealed record ExamSteps(
    bool Submit, bool Confirm, bool Return, bool Cancel, bool Suspend, bool Resume, bool Move, bool Prepare, bool Conduct, bool FinishWork, bool Reconcile, bool Close, bool IsChief, bool Conducts, bool Organises, bool Enrol);

internal sealed class GetExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetExam, ExamView>
{
    public async Task<ExamView> Handle(GetExam request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var inside = await db.ExamsFromInside(user).AnyAsync(e => e.Id == exam.Id, ct);
        var now = await db.LoadCircumstances(exam, ct);
        var organisations = await db.Organisations.AsNoTracking().Select(o => new { o.Id, o.ShortName }).ToDictionaryAsync(o => o.Id, o => o.ShortName, ct);
        var sheets = (await db.ScoreSheets.AsNoTracking().IgnoreAutoIncludes().Where(s => s.ExamId == exam.Id).Select(s => new { s.CandidateId, s.Status }).ToListAsync(ct))
            .ToLookup(s => s.CandidateId, s => s.Status);
        var candidates = now.Candidates.ToDictionary(c => c.Id);
        var absent = exam.Enrolments.Where(e => e.Outcome is not (ParticipationOutcome.Present or ParticipationOutcome.Expected)).Select(e => e.CandidateId).ToHashSet();
        var scored = sheets.Where(s => !absent.Contains(s.Key)).SelectMany(s => s);
        var today = time.Today(exam.TimeZone);
        var invitations = await db.LastInvitations(exam.Id, ct);
        var isChief = user.ExpertId == exam.Chief.ExpertId;
        var organises = user.MayOrganise(exam);
        var conducts = exam.Duties.Any(d => d.ExpertId == user.ExpertId && d.EndedAt is null && d.Role is ExamRole.ChiefExpert or ExamRole.TechnicalExpert);
        var conditions = organises || (conducts && !exam.Status.HasResults) ? await db.LoadConditions([.. candidates.Keys], ct) : new Dictionary<CandidateId, Accommodation>();
        var open = exam.Status.IsAhead || exam.Status == ExamStatus.Suspended;

        return new ExamView(
            exam.Id, exam.Number, exam.Type, exam.Status, exam.Standing, exam.MovedTo, exam.History, exam.LockedAt,
            now.Package.Id, now.Package.Code, now.Package.Version, now.Package.Name, now.Package.NameEn, exam.Level, exam.WithVariativePart,
            now.Package.MaximumOf(exam.Scope), now.Package.MinutesOf(exam.Scope),
            [.. now.Package.CriteriaOf(exam.Scope).Select(c => new CriterionToPlan(c.Letter, c.Name, c.NameEn))],
            now.Venue.Id, now.Venue.Name, now.Venue.NameEn, now.Venue.City, now.Venue.Address, exam.TimeZone,
            now.Venue.Accreditations.Single(a => a.Id == exam.AccreditationId).CertificateNumber, organisations[exam.OrganiserId],
            exam.PreparatoryDay, exam.FirstDay, exam.LastDay, today,
            [.. exam.Groups.OrderBy(g => g.Number).Select(Group)],
            [
                .. exam.Duties.OrderBy(d => d.Role).Select(d => new DutyView(d.ExpertId, now.Experts[d.ExpertId].Name, organisations[now.Experts[d.ExpertId].EmployerId], d.Role, d.Criteria, Invitation.StateOf(invitations.GetValueOrDefault(d.ExpertId), exam, d.Role, today)))
                    .OrderBy(d => d.Role).ThenBy(d => d.Name.Full, StringComparer.CurrentCulture),
            ],
            Count(scored),
            open && inside ? exam.Obstacles(now) : [],
            new ExamSteps(
                Submit: exam.Status == ExamStatus.Draft && organises,
                Confirm: exam.Status == ExamStatus.Submitted && user.Is(Roles.RegionalOperator),
                Return: exam.Status == ExamStatus.Submitted && user.Is(Roles.RegionalOperator),
                Cancel: open && organises,
                Suspend: exam.Status is ExamStatus.Confirmed or ExamStatus.Preparation or ExamStatus.Ready or ExamStatus.Running && (isChief || organises),
                Resume: exam.Status == ExamStatus.Suspended && (isChief || organises),
                Move: exam.Status is not ExamStatus.Draft && (open || exam.Status == ExamStatus.Running) && organises,
                Prepare: exam.Status is ExamStatus.Confirmed or ExamStatus.Preparation && conducts && today >= exam.PreparatoryDay,
                Conduct: exam.Status is ExamStatus.Ready or ExamStatus.Running && conducts,
                FinishWork: exam.Status == ExamStatus.Running && isChief,
                Reconcile: exam.Status == ExamStatus.Scoring && isChief,
                Close: exam.Status == ExamStatus.ResultsAnnounced && organises,
                IsChief: isChief,
                Conducts: conducts,
                Organises: organises,
                Enrol: organises && Exam.StatesOfEnrolling.Contains(exam.Status) && !await db.IsDrawn(exam.Id, ct)));

        GroupView Group(ExamGroup group)
        {
            var enrolled = exam.Enrolments.Where(e => e.GroupId == group.Id).OrderBy(e => e.Workplace).ToList();
            return new GroupView(group.Number, group.StartsAt, group.EndsAt, enrolled.Count, inside ? [.. enrolled.Select(Enrolment)] : []);
        }

        EnrolmentView Enrolment(Enrolment enrolment)
        {
            var candidate = candidates[enrolment.CandidateId];
            return new EnrolmentView(candidate.Id, candidate.Name, organisations[candidate.OrganisationId], candidate.StudyGroup, enrolment.Workplace, enrolment.Outcome,
                Count(sheets[candidate.Id]), conditions.GetValueOrDefault(candidate.Id)?.Kinds.Single() ?? []);
        }
    }

    private static SheetCount Count(IEnumerable<ScoreSheetStatus> sheets)
    {
        var all = sheets.ToList();
        return new SheetCount(all.Count(s => s == ScoreSheetStatus.Locked), all.Count);
    }
}
