using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.UnitTests.Given;
using FsCheck;
using FsCheck.Fluent;
using Result = DemoExam.Domain.Results.Result;

namespace DemoExam.UnitTests.Domain.Scoring;

/// <summary>What must hold for every scheme and every set of entries.</summary>
public sealed class ScoringPropertyTests
{
    private static readonly List<ExpertId> Experts = [.. Enumerable.Range(1, 5).Select(i => new ExpertId(new Guid(i, 1, 0, new byte[8])))];

    private static readonly Aspect Counted = AScheme.Aspect(new CountScale(Marks.Of(0.4m), 5), 2m, 1);
    private static readonly Aspect Judged = AScheme.Aspect(AScheme.Levels, 4m, 2);

    [Fact]
    public void Any_order_repetition_and_split_of_entries_gives_the_same_standing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(Histories), history =>
        {
            var once = Play([history.Entries]);
            var otherwise = Play(history.Deliveries);
            return Describe(once) == Describe(otherwise);
        }));

    [Fact]
    public void An_aspect_with_a_score_that_nobody_took_back_is_never_empty() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(Histories), history =>
        {
            var sheet = Play([history.Entries]);
            return new[] { Counted, Judged }.All(aspect =>
                sheet.Entries.All(e => e.AspectId != aspect.Id)
                || sheet.Entries.Any(e => e.AspectId == aspect.Id && !e.IsScore)
                || sheet.StandingOf(aspect, JudgementRule.WorldSkills).State != AspectState.Empty);
        }));

    [Fact]
    public void A_judge_never_sees_another_judges_score_before_all_are_in() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(Histories), history =>
        {
            var standing = Play([history.Entries]).StandingOf(Judged, JudgementRule.WorldSkills);
            return standing.JudgesIn >= 3 || Experts.All(expert => standing.VisibleTo(expert).All(e => e.ExpertId == expert));
        }));

    [Fact]
    public void Ten_thousand_exams_equal_an_independent_recomputation() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000), Prop.ForAll(Arb.From(Exams), exam =>
        {
            var scale = new GradeScale(GradeScaleId.New(), "", "", null, DateOnly.MinValue, null, [new(0, "2"), new(2000, "3"), new(4000, "4"), new(7000, "5")]);
            var result = new Result(ResultId.New(), exam.Sheets[0].ExamId, exam.Sheets[0].CandidateId, 1, exam.Package, new ExamScope(ExamLevel.Profile), exam.Sheets, scale, DateTimeOffset.UnixEpoch);

            var marks = exam.Package.AspectsOf(new ExamScope(ExamLevel.Profile)).ToDictionary(a => a.Id, a => ByDecimal(a, exam.Inputs[a.Id]));
            var total = marks.Values.Sum();
            var ratio = 100m * total / exam.Package.AspectsOf(new ExamScope(ExamLevel.Profile)).Sum(a => a.Maximum.Value);
            return result.Total.Value == total
                && result.Modules.Select(m => m.Mark).Sum() == result.Total
                && result.Sections.Select(s => s.Mark).Sum() == result.Total
                && result.Sections.Select(s => s.Maximum).Sum() == result.Maximum
                && result.Modules.All(m => m.Mark.Value == exam.Package.Criteria.Single(c => c.Letter == m.Code).Aspects.Sum(a => marks[a.Id]))
                && result.Sections.All(s => s.Mark.Value == exam.Package.Criteria.SelectMany(c => c.Aspects).Where(a => $"{a.SectionNumber}" == s.Code).Sum(a => marks[a.Id]))
                && result.Total >= Marks.Zero && result.Total <= result.Maximum
                && result.Grade == (ratio >= 70m ? "5" : ratio >= 40m ? "4" : ratio >= 20m ? "3" : "2");
        }));

    // The marks once more, from the table of the method and in decimal numbers, sharing nothing with the product's code.
    private static decimal ByDecimal(Aspect aspect, decimal[] entered) => aspect.Scale switch
    {
        _ when entered.Length == 0 => 0m,
        YesNoScale => entered[0] == 1m ? aspect.Maximum.Value : 0m,
        CountScale count => Math.Min(aspect.Maximum.Value, entered[0] * count.Step.Value),
        DeductionScale deduction => Math.Max(0m, aspect.Maximum.Value - entered[0] * deduction.Step.Value),
        StepsScale steps => steps.Steps[(int)entered[0]].Mark.Value,
        ToleranceScale tolerance => tolerance.Bands.Where(b => b.From.Thousandths / 1000m <= entered[0] && entered[0] <= b.To.Thousandths / 1000m).Select(b => b.Mark.Value).FirstOrDefault(),
        JudgementScale => Math.Round(aspect.Maximum.Value * entered.Sum() / 9m, 2, MidpointRounding.AwayFromZero),
        _ => throw new ArgumentOutOfRangeException(nameof(aspect)),
    };

    private static ScoreSheet Play(IEnumerable<IEnumerable<ScoreEntry>> deliveries)
    {
        var sheet = new ScoreSheet(default, default, default, default);
        foreach (var entry in deliveries.SelectMany(d => d))
        {
            var aspect = entry.AspectId == Counted.Id ? Counted : Judged;
            if (entry.Kind == ScoreEntryKind.SetAside)
            {
                sheet.SetAside(entry, aspect);
            }
            else
            {
                sheet.Record(entry, aspect);
            }
        }

        return sheet;
    }

    private static string Describe(ScoreSheet sheet) => string.Join('\n', new[] { Counted, Judged }.Select(aspect =>
    {
        var standing = sheet.StandingOf(aspect, JudgementRule.WorldSkills);
        return $"{standing.State} {standing.Mark} {string.Join(',', standing.Heads.Select(h => h.Id))}";
    }));

    private sealed record History(List<ScoreEntry> Entries, List<List<ScoreEntry>> Deliveries)
    {
        public override string ToString() => string.Join('\n', Entries.Select(e => $"{e.Id} {e.AspectId} {e.ExpertId} {e.Kind} {e.Value} → {string.Join(',', e.Replaces)}"));
    }

    // Entries of five devices; each may name any other entry, also one of another aspect, of another judge, or in a ring.
    private static Gen<History> Histories =>
        from size in Gen.Choose(1, 12)
        from entries in Gen.CollectToList(Enumerable.Range(1, size), number => EntryOf(number, size))
        from order in Gen.Shuffle(entries.Concat(entries).ToArray())
        from cut in Gen.Choose(0, order.Length)
        select new History([.. entries], [[.. order[..cut]], [.. order[cut..]]]);

    private static Gen<ScoreEntry> EntryOf(int number, int size) =>
        from judged in Gen.Elements(true, false)
        from expert in Gen.Elements<ExpertId>(Experts)
        from kind in Gen.Frequency((7, Gen.Constant(ScoreEntryKind.Value)), (1, Gen.Constant(ScoreEntryKind.NotAttempted)), (1, Gen.Constant(ScoreEntryKind.Withdrawn)), (1, Gen.Constant(ScoreEntryKind.SetAside)))
        from value in Gen.Choose(0, 3)
        from named in Gen.SubListOf(Enumerable.Range(1, size).ToArray())
        let content = kind switch
        {
            ScoreEntryKind.Value => ScoreContent.Of(ScoreValue.Of(value)),
            ScoreEntryKind.NotAttempted => ScoreContent.NotAttempted("не сдал"),
            ScoreEntryKind.SetAside => ScoreContent.SetAside("решение"),
            _ => ScoreContent.Withdrawn,
        }
        let replaces = kind == ScoreEntryKind.SetAside ? named.Append(number + 1) : named
        select new ScoreEntry(IdOf(number), judged ? Judged.Id : Counted.Id, expert, content, replaces.Select(IdOf), AScoreSheet.Now, AScoreSheet.Now);

    private static ScoreEntryId IdOf(int number) => new(new Guid(number, 2, 0, new byte[8]));

    private sealed record ScoredExam(AssessmentPackage Package, List<ScoreSheet> Sheets, Dictionary<AspectId, decimal[]> Inputs);

    private static Gen<ScoredExam> Exams =>
        from criteria in Gen.Choose(1, 4)
        from aspects in Gen.CollectToList(Enumerable.Range(0, criteria), _ => Gen.ListOf(ScoredAspect, 5))
        select Score(aspects);

    private static ScoredExam Score(IEnumerable<IEnumerable<(Aspect Aspect, decimal[] Entered)>> criteria)
    {
        var inputs = new Dictionary<AspectId, decimal[]>();
        var sheets = new List<ScoreSheet>();
        var candidate = CandidateId.New();
        var exam = ExamId.New();
        var package = AScheme.Package(criteria.Select((aspects, i) => AScheme.Criterion($"{(char)('A' + i)}", aspects.Select(a => a.Aspect))));
        foreach (var (criterion, aspects) in package.Criteria.Zip(criteria))
        {
            var sheet = new AScoreSheet(criterion, candidate, exam);
            foreach (var (aspect, entered) in aspects)
            {
                inputs.Add(aspect.Id, entered);
                if (entered.Length == 0)
                {
                    foreach (var judge in Experts.Take(aspect.Type == AspectType.Judgement ? 3 : 1))
                    {
                        sheet.Enter(aspect, judge, ScoreContent.NotAttempted("не приступал"));
                    }
                }

                foreach (var (value, index) in entered.Select((v, i) => (v, i)))
                {
                    sheet.Enter(aspect, Experts[index], value);
                }
            }

            sheets.Add(sheet);
        }

        return new ScoredExam(package, sheets, inputs);
    }

    private static Gen<(Aspect Aspect, decimal[] Entered)> ScoredAspect =>
        from hundredths in Gen.Choose(4, 1000)
        from section in Gen.Choose(1, 7)
        from scale in ScaleOf(hundredths)
        from entered in EnteredOn(scale)
        from attempted in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select (AScheme.Aspect(scale, hundredths / 100m, 1, section), attempted ? entered : []);

    private static Gen<AspectScale> ScaleOf(int maximum) => Gen.OneOf(
        Gen.Constant<AspectScale>(new YesNoScale()),
        Gen.Constant<AspectScale>(AScheme.Levels),
        from step in Gen.Choose(1, maximum) from highest in Gen.Choose(1, 12) select (AspectScale)new CountScale(new Marks(step), highest),
        from step in Gen.Choose(1, maximum) select (AspectScale)new DeductionScale(new Marks(step)),
        from middle in Gen.Choose(0, maximum) select (AspectScale)new StepsScale([new("нет", Marks.Zero), new("часть", new Marks(middle)), new("всё", new Marks(maximum))]),
        from width in Gen.Choose(1, 5000)
        from outer in Gen.Choose(0, maximum)
        select (AspectScale)new ToleranceScale("мм", [new(new ScoreValue(-width), new ScoreValue(width), new Marks(maximum)), new(new ScoreValue(-2 * width), new ScoreValue(3 * width), new Marks(outer))]));

    private static Gen<decimal[]> EnteredOn(AspectScale scale) => scale switch
    {
        YesNoScale => One(0, 1),
        CountScale count => One(0, count.Highest),
        DeductionScale => One(0, 30),
        StepsScale => One(0, 2),
        ToleranceScale => Gen.Choose(-12_000, 18_000).Select(t => new[] { t / 1000m }),
        _ => from low in Gen.Choose(0, 2)
             from a in Gen.Choose(0, 1)
             from b in Gen.Choose(0, 1)
             from c in Gen.Choose(0, 1)
             select new decimal[] { low + a, low + b, low + c },
    };

    private static Gen<decimal[]> One(int from, int to) => Gen.Choose(from, to).Select(n => new decimal[] { n });
}
