using DemoExam.Domain;
using DemoExam.Domain.Scoring;

namespace DemoExam.UnitTests.Domain.Scoring;

/// <summary>Numbers are those that others have published for the same data.</summary>
public sealed class ExpertQualityTests
{
    private static readonly ExpertId Anna = ExpertId.From(new Guid("00000000-0000-0000-0000-000000000001"));
    private static readonly ExpertId Boris = ExpertId.From(new Guid("00000000-0000-0000-0000-000000000002"));
    private static readonly ExpertId Vera = ExpertId.From(new Guid("00000000-0000-0000-0000-000000000003"));

    // Data set "anxiety" of the R package irr: 20 persons rated 1 to 6; kappa2 gives 0.297 with squared weights.
    private static readonly int[] First = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3];
    private static readonly int[] Second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];

    [Fact]
    public void Weighted_kappa_of_the_anxiety_ratings_is_the_published_one() =>
        ExpertQuality.WeightedKappa([.. First.Zip(Second)], 6)!.Value.ShouldBe(0.297, 0.0005);

    [Fact]
    public void Judges_who_always_give_one_score_have_no_kappa()
    {
        ExpertQuality.WeightedKappa([.. Enumerable.Repeat((2, 2), 12)], 3).ShouldBeNull();
        ExpertQuality.WeightedKappa([.. Enumerable.Range(0, 12).Select(i => (i % 4, i % 4))], 3).ShouldBe(1);
    }

    // Student's sleep data: R's t.test gives the mean 1.58 and the interval 0.7001142 to 2.4598858.
    [Fact]
    public void The_interval_of_a_mean_is_students()
    {
        var mean = ExpertQuality.Mean([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]);

        mean.Value.ShouldBe(1.58, 1e-9);
        mean.Low.ShouldBe(0.7001142, 0.0005);
        mean.High.ShouldBe(2.4598858, 0.0005);
    }

    // Anscombe's first set in the order of x: slope 0.5001 with the standard error 0.1179, correlation 0.816; t(9) = 2.262.
    private static readonly double[] Anscombe = [4.26, 5.68, 7.24, 4.82, 6.95, 8.81, 8.04, 8.33, 10.84, 7.58, 9.96];

    [Fact]
    public void Drift_is_the_slope_of_least_squares_over_the_whole_day()
    {
        var drift = ExpertQuality.Drift(Anscombe);

        drift.Value.ShouldBe(5.001, 0.001);
        drift.Low.ShouldBe(5.001 - 2.262 * 1.179, 0.002);
        drift.High.ShouldBe(5.001 + 2.262 * 1.179, 0.002);
    }

    [Fact]
    public void Correlation_is_pearsons() =>
        ExpertQuality.Correlation([.. Anscombe.Select((y, x) => ((double)x, y))])!.Value.ShouldBe(0.816, 0.0005);

    [Fact]
    public void A_strict_judge_is_told_from_the_panel_and_flagged()
    {
        // Vera gives one less than the others each time, and a half of that is hers: others' mean is one more.
        var scores = Works(12, i => [(Anna, 2), (Boris, 2), (Vera, 1)]);

        var severity = ExpertQuality.Severity(scores);

        severity[0].Expert.ShouldBe(Vera);
        (severity[0].Severity.Value, severity[0].IsFlagged, severity[0].Drifts).ShouldBe((-1, true, false));
        severity.Single(s => s.Expert == Anna).Severity.Value.ShouldBe(0.5);
    }

    [Fact]
    public void A_judge_who_grows_lenient_during_the_day_drifts()
    {
        var scores = Works(12, i => [(Anna, 1), (Boris, 1), (Vera, i < 4 ? 0 : i < 8 ? 1 : 2)]);

        var vera = ExpertQuality.Severity(scores).Single(s => s.Expert == Vera);

        vera.Severity.Value.ShouldBe(0);
        vera.IsFlagged.ShouldBeFalse();
        vera.Drifts.ShouldBeTrue();
        vera.Drift.Low.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Agreement_counts_equal_scores_and_those_within_one()
    {
        var scores = Works(10, i => [(Anna, 0), (Boris, i < 5 ? 0 : i < 8 ? 1 : 2)]);

        var pair = ExpertQuality.Agreement(scores, 3).ShouldHaveSingleItem();

        (pair.Works, pair.Exact, pair.WithinOne).ShouldBe((10, 0.5, 0.8));
    }

    [Fact]
    public void Below_the_smallest_number_of_works_there_is_no_number()
    {
        var scores = Works(ExpertQuality.FewestWorks - 1, i => [(Anna, 0), (Boris, 3)]);

        ExpertQuality.Agreement(scores, 3).ShouldBeEmpty();
        ExpertQuality.Severity(scores).ShouldBeEmpty();
        var aspect = AspectId.New();
        ExpertQuality.Aspects(new Dictionary<AspectId, IReadOnlyDictionary<CandidateId, Marks>> { [aspect] = Enumerable.Range(0, 4).ToDictionary(_ => CandidateId.New(), _ => Marks.Of(1)) },
            new Dictionary<AspectId, Marks> { [aspect] = Marks.Of(1) }).ShouldBeEmpty();
    }

    [Fact]
    public void An_aspect_that_the_stronger_reach_discriminates_and_one_that_all_reach_does_not()
    {
        var people = Enumerable.Range(0, 6).Select(_ => CandidateId.New()).ToList();
        var (easy, telling, rest) = (AspectId.New(), AspectId.New(), AspectId.New());
        var marks = new Dictionary<AspectId, IReadOnlyDictionary<CandidateId, Marks>>
        {
            [easy] = people.ToDictionary(p => p, _ => Marks.Of(1)),
            [telling] = people.Select((p, i) => (p, i)).ToDictionary(x => x.p, x => Marks.Of(x.i < 3 ? 0 : 2)),
            [rest] = people.Select((p, i) => (p, i)).ToDictionary(x => x.p, x => Marks.Of(x.i)),
        };

        var quality = ExpertQuality.Aspects(marks, new Dictionary<AspectId, Marks> { [easy] = Marks.Of(1), [telling] = Marks.Of(2), [rest] = Marks.Of(5) });

        (quality[0].Difficulty, quality[0].Discrimination).ShouldBe((1, null));
        quality[1].Difficulty.ShouldBe(0.5);
        // 0,0,0,1,1,1 against 0..5: 4.5 / sqrt(1.5 × 17.5).
        quality[1].Discrimination!.Value.ShouldBe(4.5 / Math.Sqrt(1.5 * 17.5), 1e-9);
    }

    private static List<JudgeScore> Works(int count, Func<int, IEnumerable<(ExpertId Expert, int Score)>> scores)
    {
        var aspect = AspectId.New();
        return [.. from i in Enumerable.Range(0, count)
                   let candidate = CandidateId.New()
                   from score in scores(i)
                   select new JudgeScore(score.Expert, candidate, aspect, score.Score, DateTimeOffset.UnixEpoch.AddMinutes(i))];
    }
}
