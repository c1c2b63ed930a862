using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The paper sheets of an exam as those see them who print and read them: places, criteria, codes.</summary>
internal sealed record PaperDesk(Exam Exam, AssessmentPackage Package, IReadOnlyList<PaperPlace> Places)
{
    public IReadOnlyList<Criterion> Criteria => [.. Package.CriteriaOf(Exam.Scope)];

    /// <summary>Loads the exam for its chief and technical expert and for those who organise it.</summary>
    public static async Task<PaperDesk> Load(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, ExamId id, CancellationToken ct)
    {
        var me = user.ExpertId;
        var organised = db.ExamsOrganisedBy(user).Select(e => e.Id);
        var exams = db.Exams.Where(e => organised.Contains(e.Id) || e.Duties.Any(d => d.ExpertId == me && d.Role != ExamRole.ScoringExpert));
        var exam = NotFound.Unless(await exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);
        var package = await schemes.Of(exam.PackageId, db, ct);
        var ids = exam.Enrolments.Select(e => e.CandidateId).ToList();
        var names = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var groups = exam.Groups.ToDictionary(g => g.Id, g => g.Number);
        return new PaperDesk(exam, package, [.. exam.Enrolments.OrderBy(e => groups[e.GroupId]).ThenBy(e => e.Workplace)
            .Select((e, i) => new PaperPlace(i + 1, e.CandidateId, names[e.CandidateId].Full, groups[e.GroupId], e.Workplace, e.Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected))]);
    }

    public Criterion CriterionOf(string letter) =>
        NotFound.Unless(Criteria.SingleOrDefault(c => string.Equals(c.Letter, letter, StringComparison.OrdinalIgnoreCase)), "criterion", letter);

    public PaperPlace PlaceOf(CandidateId candidate) => NotFound.Unless(Places.SingleOrDefault(p => p.CandidateId == candidate), "candidate", candidate);

    public string CodeOf(PaperPlace place, Criterion criterion) => PaperReading.CodeOf(Exam.Id, place.CandidateId, criterion.Id);
}

/// <summary>A candidate's place on paper.</summary>
internal sealed record PaperPlace(int Number, CandidateId CandidateId, string Name, int Group, int Workplace, bool Counts);
