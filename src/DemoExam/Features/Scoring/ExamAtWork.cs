using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;

namespace DemoExam.Features.Scoring;

/// <summary>
/// An exam as its experts see it while they score: who the asking expert is, who sits where, who may score whom. Read
/// only; sheets are loaded by whoever changes them.
/// </summary>
internal sealed class ExamAtWork
{
    private readonly KnownExam _known;

    public ExamAtWork(KnownExam known, AssessmentPackage package, ExpertId me)
    {
        _known = known;
        Package = package;
        Me = known.Experts[me];
    }

    public Exam Exam => _known.Exam;
    public AssessmentPackage Package { get; }
    public Expert Me { get; }

    /// <summary>Everybody enrolled, numbered through by group and workplace.</summary>
    public IReadOnlyList<Seat> Seats => _known.Seats;

    /// <summary>Those whose work is scored: present, or not yet known to be absent.</summary>
    public IEnumerable<Seat> Scored => Seats.Where(s => s.Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected);

    public IReadOnlyList<Criterion> Criteria => [.. Package.CriteriaOf(Exam.Scope)];

    /// <summary>The duty of the asking expert in this exam.</summary>
    public ExpertDuty Duty => Exam.Duties.Single(d => d.ExpertId == Me.Id);

    public bool IsChief => Duty.Role == ExamRole.ChiefExpert;

    public string NameOf(ExpertId expert) => _known.Experts.TryGetValue(expert, out var known) ? known.Name.Initials : "";

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
    public void RequireScorer(Seat seat, Criterion criterion) => Exam.RequireScorer(Me, seat.Candidate, criterion.Letter, _known.Organisations);

    /// <summary>The experts whose signatures the sheet needs: everybody who scores the criterion and is independent of the candidate.</summary>
    public IReadOnlyList<ExpertId> SignersOf(Seat seat, Criterion criterion) =>
        [.. Exam.Duties.Where(d => d.Scores(criterion.Letter) && _known.Experts[d.ExpertId].ConflictWith(seat.Candidate, _known.Organisations) is null).Select(d => d.ExpertId)];

    /// <summary>Why the asking expert has nothing to do with this sheet; null for its scorers.</summary>
    public Refusal? WhyNot(Seat seat, Criterion criterion)
    {
        try
        {
            Exam.RequireDuty(Me, seat.Candidate, criterion.Letter, _known.Organisations);
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
