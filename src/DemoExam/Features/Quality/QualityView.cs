using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Quality;

/// <summary>What the scores of one exam or of a region's exams tell about judges and aspects. Flags are a reason to talk, never to correct.</summary>
/// <param name="Exams">Exams that were counted.</param>
/// <param name="Works">Judged aspects of candidates for which the whole panel has scored.</param>
/// <param name="Pairs">Judges who have scored enough works together, the least agreeing first.</param>
/// <param name="Judges">Judges with enough works: those to look at first, then the furthest from the panel.</param>
/// <param name="Aspects">Aspects with enough candidates, those to look at first.</param>
public sealed record QualityView(int Exams, int Works, IReadOnlyList<PairView> Pairs, IReadOnlyList<JudgeView> Judges, IReadOnlyList<AspectQualityView> Aspects);

/// <summary>Two judges.</summary>
/// <param name="Kappa">Weighted kappa; null when both always gave one score.</param>
public sealed record PairView(string First, string Second, int Works, double Exact, double WithinOne, double? Kappa, KappaLevel? Level);

/// <summary>How strong an agreement is, by the bounds of Landis and Koch (1977).</summary>
public enum KappaLevel
{
    /// <summary>Below 0.21.</summary>
    Slight = 1,

    /// <summary>From 0.21.</summary>
    Fair = 2,

    /// <summary>From 0.41.</summary>
    Moderate = 3,

    /// <summary>From 0.61.</summary>
    Substantial = 4,
}

/// <summary>A judge against the panel.</summary>
public sealed record JudgeView(string Name, int Works, Estimate Severity, Estimate Drift, bool IsFlagged, bool Drifts);

/// <summary>An aspect.</summary>
/// <param name="Package">Code of the package.</param>
/// <param name="IsFlagged">It tells nobody apart: reached by nearly all or nearly none, or hardly tied to the rest of the work.</param>
public sealed record AspectQualityView(string Package, string Code, string Text, int Candidates, double Difficulty, double? Discrimination, bool IsFlagged);

internal static class QualityLoading
{
    private const double WeakDiscrimination = 0.1;
    private const double Extreme = 0.05;

    public static async Task<QualityView> LoadQuality(this DemoExamDb db, MarkingSchemes schemes, IReadOnlyList<Exam> exams, CancellationToken ct)
    {
        var scores = new List<JudgeScore>();
        var marks = new Dictionary<AspectId, Dictionary<CandidateId, Marks>>();
        var aspects = new Dictionary<AspectId, (string Package, Aspect Aspect)>();
        foreach (var exam in exams)
        {
            var package = await schemes.Of(exam.PackageId, db, ct);
            var known = package.AspectsOf(exam.Scope).ToList();
            known.ForEach(a => aspects[a.Id] = (package.Code, a));
            var criteria = package.CriteriaOf(exam.Scope).ToDictionary(c => c.Id);
            var present = exam.Present.Select(e => e.CandidateId).ToHashSet();
            foreach (var sheet in (await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync(ct)).Where(s => present.Contains(s.CandidateId)))
            {
                foreach (var aspect in criteria[sheet.CriterionId].Aspects)
                {
                    var standing = sheet.StandingOf(aspect, package.Judgement);
                    if (standing.Mark is { } mark)
                    {
                        if (!marks.TryGetValue(aspect.Id, out var own))
                        {
                            marks[aspect.Id] = own = [];
                        }

                        own[sheet.CandidateId] = mark;
                    }

                    // Only whole panels: before that the scores are nobody's to compare.
                    if (aspect.Scale is JudgementScale && standing.State is AspectState.Scored or AspectState.NeedsRescore && standing.JudgesIn == package.Judgement.Judges)
                    {
                        scores.AddRange(standing.Heads.GroupBy(h => h.ExpertId).Select(g => g.First())
                            .Where(h => h.Value is not null).Select(h => new JudgeScore(h.ExpertId, sheet.CandidateId, aspect.Id, h.Value!.Value.Whole, h.EnteredAt)));
                    }
                }
            }
        }

        var ids = scores.Select(s => s.Expert).Distinct().ToList();
        var names = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name.Initials, ct);
        var maxima = aspects.Where(a => marks.ContainsKey(a.Key)).OrderBy(a => a.Value.Package).ThenBy(a => a.Value.Aspect.Code).ToDictionary(a => a.Key, a => a.Value.Aspect.Maximum);
        return new QualityView(exams.Count, scores.Select(s => (s.Candidate, s.Aspect)).Distinct().Count(),
            [.. ExpertQuality.Agreement(scores, JudgementRule.WorldSkills.HighestScore).Select(p => new PairView(names[p.First], names[p.Second], p.Works, p.Exact, p.WithinOne, p.WeightedKappa, LevelOf(p.WeightedKappa)))],
            [.. ExpertQuality.Severity(scores).Select(j => new JudgeView(names[j.Expert], j.Works, j.Severity, j.Drift, j.IsFlagged, j.Drifts)).OrderByDescending(j => j.IsFlagged || j.Drifts)],
            [.. ExpertQuality.Aspects(marks.ToDictionary(m => m.Key, IReadOnlyDictionary<CandidateId, Marks> (m) => m.Value), maxima).Select(a => new AspectQualityView(
                aspects[a.Aspect].Package, aspects[a.Aspect].Aspect.Code, aspects[a.Aspect].Aspect.Text, a.Candidates, a.Difficulty, a.Discrimination,
                a.Difficulty < Extreme || a.Difficulty > 1 - Extreme || a.Discrimination < WeakDiscrimination)).OrderByDescending(a => a.IsFlagged)]);
    }

    private static KappaLevel? LevelOf(double? kappa) => kappa switch
    {
        null => null,
        >= 0.61 => KappaLevel.Substantial,
        >= 0.41 => KappaLevel.Moderate,
        >= 0.21 => KappaLevel.Fair,
        _ => KappaLevel.Slight,
    };
}
