using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Domain.Scoring;

public sealed class ScoreSheetTests
{
    private static readonly ExpertId Anna = ExpertId.New();
    private static readonly ExpertId Boris = ExpertId.New();
    private static readonly ExpertId Vera = ExpertId.New();
    private static readonly ExpertId Gleb = ExpertId.New();
    private static readonly ExpertId Chief = ExpertId.New();

    private readonly Aspect yesNo = AScheme.Aspect(new YesNoScale(), 1.5m);
    private readonly Aspect count = AScheme.Aspect(new CountScale(Marks.Of(0.4m), 5), 2m, 2);
    private readonly Aspect judged = AScheme.Aspect(AScheme.Levels, 4m, 3);
    private readonly AScoreSheet sheet;

    public ScoreSheetTests() => sheet = new AScoreSheet(yesNo, count, judged);

    [Fact]
    public void Empty_is_not_zero()
    {
        sheet.Standing(yesNo).State.ShouldBe(AspectState.Empty);
        sheet.Standing(yesNo).Mark.ShouldBeNull();

        sheet.Enter(yesNo, Anna, 0m);

        sheet.Standing(yesNo).Mark.ShouldBe(Marks.Zero);
        sheet.Sheet.TotalOf(sheet.Criterion, JudgementRule.WorldSkills).ShouldBeNull();
    }

    [Fact]
    public void Not_attempted_is_zero_points_with_a_reason()
    {
        sheet.Enter(count, Anna, ScoreContent.NotAttempted("Не дошёл до задания"));

        sheet.Standing(count).Mark.ShouldBe(Marks.Zero);
        sheet.Standing(count).Heads.Single().Reason.ShouldBe("Не дошёл до задания");
        Should.Throw<RuleViolation>(() => ScoreContent.NotAttempted("  ")).Rule.ShouldBe(ScoringRules.NotAttemptedHasReason);
    }

    [Fact]
    public void The_same_entry_again_changes_nothing()
    {
        var entry = AScoreSheet.Entry(count, Anna, ScoreContent.Of(ScoreValue.Of(4)));
        sheet.Sheet.Record(entry, count);
        var version = sheet.Sheet.Version;

        sheet.Sheet.Record(entry, count);

        sheet.Sheet.Entries.Count.ShouldBe(1);
        sheet.Sheet.Version.ShouldBe(version);
    }

    [Fact]
    public void A_correction_takes_the_place_of_what_it_names()
    {
        var first = sheet.Enter(count, Anna, 4m);
        sheet.Enter(count, Boris, 5m, first);

        sheet.Standing(count).Mark.ShouldBe(Marks.Of(2m));
        sheet.Sheet.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public void An_edit_that_does_not_know_a_newer_entry_makes_a_conflict()
    {
        var first = sheet.Enter(count, Anna, 4m);
        var here = sheet.Enter(count, Anna, 5m, first);
        var there = sheet.Enter(count, Boris, 3m, first);

        sheet.Standing(count).State.ShouldBe(AspectState.Conflict);
        sheet.Standing(count).Heads.Select(h => h.Id).ShouldBe([here, there], ignoreOrder: true);

        sheet.Enter(count, Anna, 3m, here, there);
        sheet.Standing(count).Mark.ShouldBe(Marks.Of(1.2m));
    }

    [Fact]
    public void Two_experts_who_enter_the_same_agree()
    {
        sheet.Enter(yesNo, Anna, 1m);
        sheet.Enter(yesNo, Boris, 1m);

        sheet.Standing(yesNo).Mark.ShouldBe(Marks.Of(1.5m));
    }

    [Fact]
    public void Zero_and_not_attempted_are_different_entries()
    {
        sheet.Enter(yesNo, Anna, 0m);
        sheet.Enter(yesNo, Boris, ScoreContent.NotAttempted("не сдал"));

        sheet.Standing(yesNo).State.ShouldBe(AspectState.Conflict);
    }

    [Fact]
    public void A_withdrawn_entry_leaves_the_aspect_empty_again()
    {
        var first = sheet.Enter(yesNo, Anna, 1m);
        sheet.Enter(yesNo, Anna, ScoreContent.Withdrawn, first);

        sheet.Standing(yesNo).State.ShouldBe(AspectState.Empty);
        sheet.Sheet.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public void A_replaced_entry_may_arrive_after_the_one_that_replaces_it()
    {
        var late = AScoreSheet.Entry(count, Anna, ScoreContent.Of(ScoreValue.Of(1)));
        sheet.Enter(count, Anna, 5m, late.Id);
        sheet.Sheet.Record(late, count);

        sheet.Standing(count).Mark.ShouldBe(Marks.Of(2m));
    }

    [Fact]
    public void Entries_that_replace_each_other_do_not_vanish()
    {
        var one = ScoreEntryId.New();
        var two = ScoreEntryId.New();
        sheet.Sheet.Record(new ScoreEntry(one, count.Id, Anna, ScoreContent.Of(ScoreValue.Of(1)), [two], AScoreSheet.Now, AScoreSheet.Now), count);
        sheet.Sheet.Record(new ScoreEntry(two, count.Id, Anna, ScoreContent.Of(ScoreValue.Of(2)), [one, two], AScoreSheet.Now, AScoreSheet.Now), count);

        sheet.Standing(count).State.ShouldBe(AspectState.Conflict);
        sheet.Standing(count).Heads.Count.ShouldBe(2);
    }

    [Fact]
    public void An_entry_of_another_aspect_cannot_be_replaced()
    {
        var other = sheet.Enter(yesNo, Anna, 1m);
        sheet.Enter(count, Boris, 1m, other);

        sheet.Standing(yesNo).Mark.ShouldBe(Marks.Of(1.5m));
    }

    [Fact]
    public void Judgement_waits_for_three_judges()
    {
        sheet.Enter(judged, Anna, 2m);
        sheet.Enter(judged, Boris, 3m);
        sheet.Standing(judged).State.ShouldBe(AspectState.Waiting);

        sheet.Enter(judged, Vera, 3m);
        sheet.Standing(judged).Mark.ShouldBe(Marks.Of(3.56m));
    }

    [Fact]
    public void One_person_is_one_judge_however_often_they_score()
    {
        sheet.Enter(judged, Anna, 2m);
        sheet.Enter(judged, Anna, 2m);
        sheet.Enter(judged, Boris, 2m);

        sheet.Standing(judged).State.ShouldBe(AspectState.Waiting);
        sheet.Standing(judged).JudgesIn.ShouldBe(2);
    }

    [Fact]
    public void A_spread_of_two_is_scored_again_and_the_first_set_stays_in_history()
    {
        sheet.Enter(judged, Anna, 0m);
        sheet.Enter(judged, Boris, 1m);
        var high = sheet.Enter(judged, Vera, 2m);
        sheet.Standing(judged).State.ShouldBe(AspectState.NeedsRescore);

        sheet.Enter(judged, Vera, 1m, high);

        sheet.Standing(judged).Mark.ShouldBe(Marks.Of(0.89m));
        sheet.Sheet.Entries.Count.ShouldBe(4);
    }

    [Fact]
    public void A_judge_cannot_replace_the_score_of_another_judge()
    {
        var annas = sheet.Enter(judged, Anna, 3m);
        sheet.Enter(judged, Boris, 0m, annas);

        sheet.Standing(judged).Heads.Count.ShouldBe(2);
        sheet.Enter(judged, Boris, ScoreContent.Withdrawn, annas);
        sheet.Standing(judged).Heads.ShouldContain(h => h.Id == annas);
    }

    [Fact]
    public void A_fourth_judge_is_a_conflict_that_the_chief_expert_decides()
    {
        sheet.Enter(judged, Anna, 3m);
        sheet.Enter(judged, Boris, 3m);
        sheet.Enter(judged, Vera, 3m);
        var fourth = sheet.Enter(judged, Gleb, 2m);
        sheet.Standing(judged).State.ShouldBe(AspectState.Conflict);

        sheet.Sheet.SetAside(AScoreSheet.Entry(judged, Chief, ScoreContent.SetAside("Четвёртый эксперт записал по ошибке"), fourth), judged);

        sheet.Standing(judged).Mark.ShouldBe(Marks.Of(4m));
    }

    [Fact]
    public void A_score_that_was_set_aside_is_given_again_by_its_judge()
    {
        var low = sheet.Enter(judged, Anna, 0m);
        sheet.Enter(judged, Boris, 2m);
        sheet.Enter(judged, Vera, 3m);
        var decision = AScoreSheet.Entry(judged, Chief, ScoreContent.SetAside("Обсуждение по критериям"), low);
        sheet.Sheet.SetAside(decision, judged);
        sheet.Standing(judged).State.ShouldBe(AspectState.Waiting);

        sheet.Enter(judged, Anna, ScoreContent.Withdrawn, decision.Id);
        sheet.Standing(judged).JudgesIn.ShouldBe(2);

        sheet.Enter(judged, Anna, 2m, low);
        sheet.Standing(judged).Mark.ShouldBe(Marks.Of(3.11m));
    }

    [Fact]
    public void A_decision_names_entries_and_has_a_reason()
    {
        Should.Throw<RuleViolation>(() => ScoreContent.SetAside("")).Rule.ShouldBe(ScoringRules.DecisionHasReason);
        Should.Throw<RuleViolation>(() => sheet.Sheet.SetAside(AScoreSheet.Entry(judged, Chief, ScoreContent.SetAside("так")), judged))
            .Rule.ShouldBe(ScoringRules.DecisionNamesEntries);
        Should.Throw<ArgumentException>(() => sheet.Enter(judged, Chief, ScoreContent.SetAside("так"), ScoreEntryId.New()));
    }

    [Fact]
    public void Judges_see_each_other_only_when_all_are_in()
    {
        sheet.Enter(judged, Anna, 2m);
        sheet.Enter(judged, Boris, 2m);
        sheet.Standing(judged).VisibleTo(Anna).ShouldAllBe(e => e.ExpertId == Anna);
        sheet.Standing(judged).VisibleTo(Vera).ShouldBeEmpty();
        sheet.Standing(judged).VisibleTo(Chief).ShouldBeEmpty();

        sheet.Enter(judged, Vera, 0m);
        sheet.Standing(judged).VisibleTo(Anna).Count().ShouldBe(3);
    }

    [Fact]
    public void A_value_off_the_scale_is_refused_and_nothing_is_kept()
    {
        Should.Throw<RuleViolation>(() => sheet.Enter(count, Anna, 6m)).Rule.ShouldBe(ScoringRules.EntryOnScale);
        Should.Throw<RuleViolation>(() => sheet.Enter(judged, Anna, 4m)).Rule.ShouldBe(ScoringRules.EntryOnScale);
        Should.Throw<RuleViolation>(() => sheet.Enter(judged, Anna, 1.5m)).Rule.ShouldBe(ScoringRules.EntryOnScale);
        sheet.Sheet.Entries.ShouldBeEmpty();
    }

    [Fact]
    public void A_sheet_with_gaps_is_not_locked_and_says_what_is_missing()
    {
        sheet.Enter(yesNo, Anna, 1m);
        sheet.Enter(yesNo, Boris, 0m);
        sheet.Enter(judged, Anna, 1m);

        var refused = Should.Throw<RuleViolation>(Lock);

        refused.Refusals.Select(r => r.Rule).ShouldBe([ScoringRules.EntriesAgree, ScoringRules.EveryAspectIsScored], ignoreOrder: true);
        refused.Refusals.Single(r => r.Rule == ScoringRules.EveryAspectIsScored).Facts["aspects"].ShouldBe(new[] { "A1.2", "A1.3" });
        sheet.Sheet.Status.ShouldBe(ScoreSheetStatus.Open);
    }

    [Fact]
    public void A_locked_sheet_refuses_new_entries_but_not_those_it_has()
    {
        var entry = AScoreSheet.Entry(yesNo, Anna, ScoreContent.Of(ScoreValue.Of(1)));
        sheet.Sheet.Record(entry, yesNo);
        Complete();
        Lock();

        sheet.Sheet.Record(entry, yesNo);
        Should.Throw<RuleViolation>(() => sheet.Enter(yesNo, Anna, 0m)).Rule.ShouldBe(ScoringRules.SheetIsOpen);
        Should.Throw<RuleViolation>(() => sheet.Sheet.SetAside(AScoreSheet.Entry(yesNo, Chief, ScoreContent.SetAside("так"), entry.Id), yesNo))
            .Rule.ShouldBe(ScoringRules.SheetIsOpen);
        sheet.Sheet.TotalOf(sheet.Criterion, JudgementRule.WorldSkills).ShouldBe(Marks.Of(1.5m + 1.2m + 4m));
    }

    [Fact]
    public void Locking_twice_is_locking_once()
    {
        sheet.Enter(yesNo, Anna, 1m);
        Complete();
        Lock();
        var version = sheet.Sheet.Version;

        Lock();

        sheet.Sheet.Version.ShouldBe(version);
        sheet.Sheet.LockedBy.ShouldBe(Chief);
    }

    private void Complete()
    {
        sheet.Enter(count, Anna, 3m);
        sheet.Enter(judged, Anna, 3m);
        sheet.Enter(judged, Boris, 3m);
        sheet.Enter(judged, Vera, 3m);
    }

    private void Lock() => sheet.Sheet.Lock(sheet.Criterion, JudgementRule.WorldSkills, [], Chief, AScoreSheet.Now);
}
