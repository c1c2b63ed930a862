using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Packages;

/// <remarks>What can be said only when every row is read: scales, sums, sections.</remarks>
internal sealed partial class SchemeSheet
{
    private MarkingScheme Finish()
    {
        var aspects = _aspects.Select(a => (Draft: a, Scale: Scale(a))).ToList();
        foreach (var criterion in _criteria)
        {
            CheckCriterion(criterion);
        }

        CheckTotals();
        CheckSections();
        if (_aspects.Count == 0)
        {
            Fail(_header, SchemeFault.SchemeEmpty);
        }

        var broken = _problems.Any(p => !p.Problem.IsWarning);
        var lines = aspects.Where(a => a.Scale is not null && a.Draft is { Maximum: not null, Section: not null })
            .Select(a => new AspectLine(a.Draft.Code, a.Draft.Text, OrNull(a.Draft.HowToCheck), OrNull(a.Draft.Requirement), a.Draft.Section!.Value, a.Draft.Maximum!.Value, a.Scale!))
            .DistinctBy(a => a.Code).ToList();
        // A file without errors reads in the order of its letters, whatever the order of its rows.
        var criteria = _criteria.Where(c => c.Subs.Count > 0 || broken).OrderBy(c => c.Letter, StringComparer.Ordinal).ToList();
        return new MarkingScheme(
            [.. _sections.OrderBy(s => s.Number).Select(s => new SectionLine(s.Number, s.Name, s.NameEn.Length == 0 ? s.Name : s.NameEn, s.Declared))],
            [.. criteria.Select(c => new CriterionLine(c.Letter, c.Name, c.NameEn.Length == 0 ? c.Name : c.NameEn, c.Use, c.Minutes))],
            [.. criteria.SelectMany(c => c.Subs).Select(s => new SubCriterionLine(s.Code, s.Name)).DistinctBy(s => s.Code)],
            [.. criteria.SelectMany(c => lines.Where(a => a.Code.StartsWith(c.Letter, StringComparison.Ordinal)))]);
    }

    private void CheckCriterion(CriterionDraft criterion)
    {
        if (criterion.Name.Length == 0)
        {
            criterion.Name = "Критерий " + criterion.Letter;
            criterion.NameEn = "Criterion " + criterion.Letter;
            Warn(criterion.Cell, SchemeFault.CriterionUnnamed);
        }

        if (criterion.Subs.Count == 0)
        {
            Fail(criterion.Cell, SchemeFault.CriterionEmpty);
        }

        foreach (var sub in criterion.Subs)
        {
            if (sub.Aspects.Count == 0)
            {
                Fail(sub.Cell, SchemeFault.SubCriterionEmpty);
            }

            if (sub.Name.Length == 0)
            {
                Fail(_columns.TryGetValue(SchemeColumn.SubCriterionName, out var at) ? new SheetCell(sub.Cell.Row, at, null) : sub.Cell, SchemeFault.Missing);
            }
        }

        // A sum with an unreadable part says nothing new.
        var sum = criterion.Subs.SelectMany(s => s.Aspects).Select(a => a.Maximum ?? Marks.Zero).Sum();
        foreach (var (cell, declared) in criterion.Declared.Where(d => !criterion.IsBroken && d.Declared != sum))
        {
            Fail(cell, SchemeFault.CriterionSum, Formats.Points(sum));
        }
    }

    private void CheckTotals()
    {
        var sum = _aspects.Select(a => a.Maximum ?? Marks.Zero).Sum();
        foreach (var (cell, total) in _totals.Where(t => t.Total != sum && !_criteria.Any(c => c.IsBroken)))
        {
            Fail(cell, SchemeFault.GrandTotal, Formats.Points(sum));
        }
    }

    private void CheckSections()
    {
        if (_sections.Count == 0)
        {
            var used = _aspects.Select(a => a.Section).OfType<int>().Distinct().Order().ToList();
            _sections.AddRange(used.Select(n => new SectionDraft(n, $"Раздел {n.ToString(CultureInfo.InvariantCulture)}", $"Section {n.ToString(CultureInfo.InvariantCulture)}", default, null)));
            if (used.Count > 0)
            {
                Warn(_columns.TryGetValue(SchemeColumn.Section, out var at) ? new SheetCell(_header.Row, at, null) : _header, SchemeFault.SectionsUnnamed);
            }

            return;
        }

        var numbers = _sections.Select(s => s.Number).ToHashSet();
        var strays = _aspects.Where(a => a.Section is { } number && !numbers.Contains(number)).ToList();
        strays.ForEach(a => Fail(a.SectionCell, SchemeFault.SectionUnknown));
        if (strays.Count > 0 || _aspects.Any(a => a.Section is null || a.Maximum is null))
        {
            return;
        }

        foreach (var section in _sections.Where(s => s.Declared is not null))
        {
            var sum = _aspects.Where(a => a.Section == section.Number).Select(a => a.Maximum!.Value).Sum();
            if (sum != section.Declared)
            {
                Warn(section.Mark, SchemeFault.SectionVariation, Formats.Points(sum));
            }
        }
    }

    private AspectScale? Scale(AspectDraft aspect)
    {
        if (aspect.Type.IsEmpty)
        {
            Fail(aspect.Type, SchemeFault.TypeMissing);
            return null;
        }

        var kind = TypeOf(aspect.Type.Text);
        if (kind is null)
        {
            Fail(aspect.Type, Latin(aspect.Type.Text) is "S" ? SchemeFault.TypeRefused : SchemeFault.TypeUnknown);
            return null;
        }

        AspectScale? scale = kind == AspectType.Judgement ? Judgement(aspect) : Measured(aspect, kind.Value, Latin(aspect.Type.Text) is "M" or "O");
        if (scale is null || aspect.Maximum is not { } maximum)
        {
            return scale;
        }

        if (!scale.Reaches(maximum))
        {
            Fail(aspect.Rule.IsEmpty ? aspect.Type : aspect.Rule, SchemeFault.ScaleDoesNotReach, Formats.Points(maximum));
            return null;
        }

        if (scale is CountScale count && (long)count.Step.Hundredths * count.Highest > maximum.Hundredths)
        {
            Warn(aspect.Rule.IsEmpty ? aspect.Type : aspect.Rule, SchemeFault.CountIsCapped, Formats.Points(maximum));
        }

        return scale;
    }

    private JudgementScale? Judgement(AspectDraft aspect)
    {
        var failed = false;
        if (!aspect.Rule.IsEmpty && RuleText.Read(RuleOf(aspect.Rule), Marks.Zero) is not JudgementScale)
        {
            Fail(aspect.Rule, SchemeFault.RuleOfOtherType);
            failed = true;
        }

        var texts = new string?[4];
        for (var level = 0; level < 4; level++)
        {
            texts[level] = OrNull(Clean(TextOf(aspect.Texts[level])));
        }

        foreach (var (score, text, _) in aspect.Extras.Where(e => !e.Score.IsEmpty))
        {
            if (!int.TryParse(score.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level > 3)
            {
                Fail(score, SchemeFault.LevelUnknown);
                failed = true;
            }
            else if (texts[level] is not null)
            {
                Fail(score, SchemeFault.LevelRepeated);
                failed = true;
            }
            else
            {
                texts[level] = OrNull(Clean(TextOf(text)));
                if (texts[level] is null)
                {
                    Fail(text, SchemeFault.LevelTextMissing);
                    (texts[level], failed) = ("", true);
                }
            }
        }

        var missing = Enumerable.Range(0, 4).Where(level => texts[level] is null).ToList();
        if (missing.Count > 0)
        {
            // The cell where the first missing text belongs, or the type where the levels are rows.
            var cell = _columns.ContainsKey(LevelColumns[missing[0]]) ? aspect.Texts[missing[0]] : aspect.Type;
            Fail(cell, SchemeFault.LevelMissing, string.Join(", ", missing));
            return null;
        }

        return failed ? null : new JudgementScale([.. texts.OfType<string>()]);
    }

    private AspectScale? Measured(AspectDraft aspect, AspectType type, bool byContent)
    {
        foreach (var cell in aspect.Texts.Where(c => !c.IsEmpty))
        {
            Fail(cell, SchemeFault.RuleOfOtherType);
            return null;
        }

        var steps = aspect.Extras.Where(e => !e.Mark.IsEmpty).ToList();
        foreach (var (_, text, _) in aspect.Extras.Where(e => e.Mark.IsEmpty))
        {
            aspect.HowToCheck = $"{aspect.HowToCheck} {Clean(TextOf(text))}".Trim();
        }

        AspectScale? scale = null;
        if (!aspect.Rule.IsEmpty)
        {
            scale = RuleText.Read(RuleOf(aspect.Rule), aspect.Maximum ?? Marks.Zero);
            if (scale is null || scale.Type == AspectType.Judgement || (!byContent && scale.Type != type))
            {
                Fail(aspect.Rule, scale is null ? SchemeFault.RuleUnreadable : SchemeFault.RuleOfOtherType);
                return null;
            }

            return scale;
        }

        if (steps.Count > 0)
        {
            if (type == AspectType.Binary && !byContent)
            {
                Fail(steps[0].Mark, SchemeFault.RuleOfOtherType);
                return null;
            }

            return Steps(steps);
        }

        if (type == AspectType.Binary || byContent)
        {
            if (RuleText.SoundsLikeRule(aspect.HowToCheck))
            {
                Warn(aspect.Type, SchemeFault.RuleInText);
            }

            return new YesNoScale();
        }

        scale = RuleText.Read(aspect.HowToCheck, aspect.Maximum ?? Marks.Zero) ?? RuleText.Read(aspect.Requirement, aspect.Maximum ?? Marks.Zero);
        if (scale is null || scale.Type != AspectType.Discrete)
        {
            Fail(_columns.ContainsKey(SchemeColumn.Rule) ? aspect.Rule : aspect.Type, SchemeFault.RuleMissing);
            return null;
        }

        Warn(aspect.Type, SchemeFault.RuleFromText);
        return scale;
    }

    private StepsScale? Steps(List<(SheetCell Score, SheetCell Text, SheetCell Mark)> rows)
    {
        var read = new List<ScaleStep>();
        foreach (var (_, text, cell) in rows)
        {
            var described = Clean(TextOf(text));
            if (described.Length == 0)
            {
                Fail(text, SchemeFault.LevelTextMissing);
            }
            else if (Mark(cell, zeroToo: true) is { } mark)
            {
                read.Add(new ScaleStep(described, mark));
            }
        }

        return read.Count == rows.Count ? new StepsScale(read) : null;
    }
}
