namespace DemoExam.Domain.Scoring;

/// <summary>One judge's score of one judged aspect of one candidate.</summary>
/// <param name="Expert">The judge.</param>
/// <param name="Candidate">Whose work.</param>
/// <param name="Aspect">Which aspect; scores of one aspect are comparable between candidates.</param>
/// <param name="Score">0 to the highest, a whole number.</param>
/// <param name="At">When it was entered, by the clock of the device.</param>
public sealed record JudgeScore(ExpertId Expert, CandidateId Candidate, AspectId Aspect, int Score, DateTimeOffset At);

/// <summary>A share or a mean with its 95 % interval.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Estimate(double Value, double Low, double High);

/// <summary>How two judges of the same works agree.</summary>
/// <param name="First">One judge.</param>
/// <param name="Second">The other.</param>
/// <param name="Works">Pairs of scores.</param>
/// <param name="Exact">Share of equal scores.</param>
/// <param name="WithinOne">Share of scores that differ by one at most.</param>
/// <param name="WeightedKappa">Cohen's kappa with quadratic weights: agreement beyond chance, 1 is full; null when both always gave one and the same score, which leaves nothing to measure.</param>
public sealed record PairAgreement(ExpertId First, ExpertId Second, int Works, double Exact, double WithinOne, double? WeightedKappa);

/// <summary>One judge against the panel.</summary>
/// <param name="Expert">The judge.</param>
/// <param name="Works">Scores that were compared with the other judges'.</param>
/// <param name="Severity">Mean difference from the mean of the other judges: negative is strict, positive is lenient.</param>
/// <param name="Drift">Change of that difference from the first to the last score of the day, by the line through them.</param>
/// <param name="IsFlagged">The interval of the severity lies beyond <see cref="ExpertQuality.Noticeable"/>.</param>
/// <param name="Drifts">The interval of the drift doesn't hold zero.</param>
public sealed record JudgeSeverity(ExpertId Expert, int Works, Estimate Severity, Estimate Drift, bool IsFlagged, bool Drifts);

/// <summary>How hard an aspect was, and whether it tells the stronger from the weaker.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Candidates">How many were scored.</param>
/// <param name="Difficulty">Mean share of the maximum: near 1 is easy, near 0 hard.</param>
/// <param name="Discrimination">Correlation of the mark with the sum of all other marks; null when either doesn't vary.</param>
public sealed record AspectQuality(AspectId Aspect, int Candidates, double Difficulty, double? Discrimination);

/// <summary>
/// What scores tell about judges and aspects. Numbers for a conversation, never for an automatic correction; below a smallest
/// number of works there is none, because chance would speak.
/// </summary>
public static class ExpertQuality
{
    /// <summary>Fewest works that two judges, or a judge and the panel, must have scored together.</summary>
    public const int FewestWorks = 10;

    /// <summary>Fewest candidates for numbers about an aspect.</summary>
    public const int FewestCandidates = 5;

    /// <summary>A severity below this is not worth a word: a quarter of a step.</summary>
    public const double Noticeable = 0.25;

    // 97.5 % points of Student's t distribution for 1 to 30 degrees of freedom; beyond, the normal one is close enough.
    private static readonly double[] T =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Agreement of every two judges who scored enough works together, the least agreeing first.</summary>
    /// <param name="scores">Every judge's standing score; at most one of a judge for an aspect of a candidate.</param>
    /// <param name="highest">Highest score of the scale.</param>
    public static IReadOnlyList<PairAgreement> Agreement(IEnumerable<JudgeScore> scores, int highest)
    {
        var pairs = from work in scores.GroupBy(s => (s.Candidate, s.Aspect))
                    from one in work
                    from other in work
                    where one.Expert.Value.CompareTo(other.Expert.Value) < 0
                    group (one.Score, other.Score) by (one.Expert, other.Expert);
        return [.. from pair in pairs
                   let both = pair.ToList()
                   where both.Count >= FewestWorks
                   let agreement = new PairAgreement(pair.Key.Item1, pair.Key.Item2, both.Count,
                       both.Count(p => p.Item1 == p.Item2) / (double)both.Count,
                       both.Count(p => Math.Abs(p.Item1 - p.Item2) <= 1) / (double)both.Count,
                       WeightedKappa(both, highest))
                   orderby agreement.WeightedKappa ?? 1, agreement.Exact
                   select agreement];
    }

    /// <summary>Cohen's kappa with quadratic weights: 1 − Σ w·observed ÷ Σ w·expected, w = (difference ÷ highest)². Null when nothing could differ by chance.</summary>
    public static double? WeightedKappa(IReadOnlyCollection<(int First, int Second)> pairs, int highest)
    {
        double n = pairs.Count;
        var first = Enumerable.Range(0, highest + 1).Select(score => pairs.Count(p => p.First == score) / n).ToList();
        var second = Enumerable.Range(0, highest + 1).Select(score => pairs.Count(p => p.Second == score) / n).ToList();
        var observed = pairs.Sum(p => Weight(p.First, p.Second)) / n;
        var expected = Enumerable.Range(0, highest + 1).Sum(i => Enumerable.Range(0, highest + 1).Sum(j => first[i] * second[j] * Weight(i, j)));
        return expected == 0 ? null : 1 - observed / expected;

        double Weight(int i, int j) => Math.Pow((i - j) / (double)highest, 2);
    }

    /// <summary>Every judge with enough works against the mean of the other judges of the same works, the furthest from it first.</summary>
    public static IReadOnlyList<JudgeSeverity> Severity(IEnumerable<JudgeScore> scores)
    {
        var differences = from work in scores.GroupBy(s => (s.Candidate, s.Aspect))
                          let panel = work.ToList()
                          where panel.Count > 1
                          from own in panel
                          let others = panel.Where(s => s.Expert != own.Expert).Average(s => s.Score)
                          group (own.At, Difference: own.Score - others) by own.Expert;
        return [.. from judge in differences
                   let own = judge.OrderBy(d => d.At).Select(d => d.Difference).ToList()
                   where own.Count >= FewestWorks
                   let severity = Mean(own)
                   let drift = Drift(own)
                   orderby Math.Abs(severity.Value) descending
                   select new JudgeSeverity(judge.Key, own.Count, severity, drift, severity.Low > Noticeable || severity.High < -Noticeable, drift.Low > 0 || drift.High < 0)];
    }

    /// <summary>Difficulty and discrimination of every aspect with enough candidates, in the order given.</summary>
    /// <param name="marks">For each aspect the candidates' marks.</param>
    /// <param name="maxima">Maximum of each aspect.</param>
    public static IReadOnlyList<AspectQuality> Aspects(IReadOnlyDictionary<AspectId, IReadOnlyDictionary<CandidateId, Marks>> marks, IReadOnlyDictionary<AspectId, Marks> maxima)
    {
        var totals = marks.SelectMany(a => a.Value).GroupBy(m => m.Key).ToDictionary(g => g.Key, g => g.Sum(m => (long)m.Value.Hundredths));
        return [.. from aspect in maxima.Keys
                   let own = marks.TryGetValue(aspect, out var found) ? found : null
                   where own is not null && own.Count >= FewestCandidates
                   select new AspectQuality(aspect, own.Count, own.Values.Average(m => m.Hundredths) / maxima[aspect].Hundredths,
                       Correlation([.. own.Select(m => ((double)m.Value.Hundredths, (double)(totals[m.Key] - m.Value.Hundredths)))]))];
    }

    /// <summary>Mean with the interval of Student's t distribution.</summary>
    public static Estimate Mean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => Math.Pow(v - mean, 2)) / (values.Count - 1));
        var half = Quantile(values.Count - 1) * deviation / Math.Sqrt(values.Count);
        return new Estimate(mean, mean - half, mean + half);
    }

    /// <summary>Change from the first to the last value by the line of least squares through their sequence, with its interval.</summary>
    public static Estimate Drift(IReadOnlyList<double> values)
    {
        var n = values.Count;
        var (middle, mean) = ((n - 1) / 2.0, values.Average());
        var spread = Enumerable.Range(0, n).Sum(i => Math.Pow(i - middle, 2));
        var slope = Enumerable.Range(0, n).Sum(i => (i - middle) * (values[i] - mean)) / spread;
        var left = Enumerable.Range(0, n).Sum(i => Math.Pow(values[i] - mean - slope * (i - middle), 2));
        var half = Quantile(n - 2) * Math.Sqrt(left / (n - 2) / spread);
        return new Estimate(slope * (n - 1), (slope - half) * (n - 1), (slope + half) * (n - 1));
    }

    /// <summary>Pearson's correlation; null when either side doesn't vary.</summary>
    public static double? Correlation(IReadOnlyList<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var (xx, yy) = (points.Sum(p => Math.Pow(p.X - x, 2)), points.Sum(p => Math.Pow(p.Y - y, 2)));
        return xx == 0 || yy == 0 ? null : points.Sum(p => (p.X - x) * (p.Y - y)) / Math.Sqrt(xx * yy);
    }

    private static double Quantile(int freedom) => freedom <= T.Length ? T[freedom - 1] : 1.96 + 2.4 / freedom;
}
