using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// An exam as its experts see it while they score: who the asking expert is, who sits where, who may score whom. Read
/// only; sheets are loaded by whoever changes them.
/// </summary>
internal sealed class ExamAtWork
{
    private readonly Dictionary<CandidateId, Candidate> _candidates;
    private readonly Dictionary<ExpertId, Expert> _experts;
    private readonly OrganisationTree _organisations;

    private ExamAtWork(Exam exam, AssessmentPackage package, Expert me, Dictionary<CandidateId, Candidate> candidates, Dictionary<ExpertId, Expert> experts, OrganisationTree organisations)
    {
        Exam = exam;
        Package = package;
        Me = me;
        _candidates = candidates;
        _experts = experts;
        _organisations = organisations;
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        Seats = [.. exam.Enrolments
            .OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace)
            .Select((e, i) => (Enrolment: e, Number: i + 1)).Where(s => candidates.ContainsKey(s.Enrolment.CandidateId))
            .Select(s => new Seat(s.Number, candidates[s.Enrolment.CandidateId], groups[s.Enrolment.GroupId], s.Enrolment.Workplace, s.Enrolment.Outcome))];
    }

    public Exam Exam { get; }
    public AssessmentPackage Package { get; }
    public Expert Me { get; }

    /// <summary>Everybody enrolled who was asked for, numbered through by group and workplace.</summary>
    public IReadOnlyList<Seat> Seats { get; }

    /// <summary>Those whose work is scored: present, or not yet known to be absent.</summary>
    public IEnumerable<Seat> Scored => Seats.Where(s => s.Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected);

    public IReadOnlyList<Criterion> Criteria => [.. Package.CriteriaOf(Exam.Scope)];

    /// <summary>The duty of the asking expert in this exam.</summary>
    public ExpertDuty Duty => Exam.Duties.Single(d => d.ExpertId == Me.Id);

    public bool IsChief => Duty.Role == ExamRole.ChiefExpert;

    public string NameOf(ExpertId expert) => _experts.TryGetValue(expert, out var known) ? known.Name.Initials : "";

    /// <summary>Loads the exam for an expert who has a duty in it; to everybody else there is no such exam.</summary>
    /// <param name="only">The candidates in question; everybody when null.</param>
    public static async Task<ExamAtWork> Load(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, ExamId examId, CancellationToken ct, IReadOnlyCollection<CandidateId>? only = null)
    {
        var me = user.RequireExpert();
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == examId && e.Duties.Any(d => d.ExpertId == me), ct), "exam", examId);
        var package = await schemes.Of(exam.PackageId, db, ct);
        var candidateIds = exam.Enrolments.Select(e => e.CandidateId).Where(c => only?.Contains(c) != false).ToList();
        var candidates = await db.Candidates.AsNoTracking().Where(c => candidateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var experts = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var parents = await db.Organisations.AsNoTracking().Where(o => o.ParentId != null).ToDictionaryAsync(o => o.Id, o => o.ParentId, ct);
        return new ExamAtWork(exam, package, experts[me], candidates, experts, new OrganisationTree(parents));
    }

    /// <summary>The criterion of this exam by its letter.</summary>
    public Criterion CriterionOf(string letter) =>
        NotFound.Unless(Criteria.SingleOrDefault(c => string.Equals(c.Letter, letter, StringComparison.OrdinalIgnoreCase)), "criterion", letter);

    /// <summary>An aspect of this exam and its criterion.</summary>
    /// <exception cref="RuleViolation"><see cref="ScoringRules.AspectIsInExam"/>.</exception>
    public (Criterion Criterion, Aspect Aspect) AspectOf(AspectId id)
    {
        var found = Criteria.SelectMany(c => c.Aspects.Select(a => (Criterion: c, Aspect: a))).FirstOrDefault(x => x.Aspect.Id == id);
        ScoringRules.AspectIsInExam.Require(found.Aspect is not null);
        return found;
    }

    public Seat SeatOf(CandidateId id) => NotFound.Unless(Seats.SingleOrDefault(s => s.Candidate.Id == id), "candidate", id);

    /// <exception cref="RuleViolation">The asking expert may not score this candidate and criterion now.</exception>
    public void RequireScorer(Seat seat, Criterion criterion) => Exam.RequireScorer(Me, seat.Candidate, criterion.Letter, _organisations);

    /// <summary>The experts whose signatures the sheet needs: everybody who scores the criterion and is independent of the candidate.</summary>
    public IReadOnlyList<ExpertId> SignersOf(Seat seat, Criterion criterion) =>
        [.. Exam.Duties.Where(d => d.Scores(criterion.Letter) && _experts[d.ExpertId].ConflictWith(seat.Candidate, _organisations) is null).Select(d => d.ExpertId)];

    /// <summary>Why the asking expert has nothing to do with this sheet; null for its scorers.</summary>
    public Refusal? WhyNot(Seat seat, Criterion criterion)
    {
        try
        {
            Exam.RequireDuty(Me, seat.Candidate, criterion.Letter, _organisations);
            return null;
        }
        catch (RuleViolation violation)
        {
            return violation.Refusals[0];
        }
    }
}

/// <summary>A candidate's place.</summary>
/// <param name="Number">Number in the exam, from 1.</param>
/// <param name="Candidate">The person.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="Workplace">Number of the workplace.</param>
/// <param name="Outcome">Whether they take part.</param>
internal sealed record Seat(int Number, Candidate Candidate, int Group, int Workplace, ParticipationOutcome Outcome);
