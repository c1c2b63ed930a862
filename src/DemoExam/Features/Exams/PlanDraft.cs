using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;

namespace DemoExam.Features.Exams;

/// <summary>A plan as the form of the planning page holds it: anything may still be missing.</summary>
public sealed class PlanDraft
{
    /// <summary>By the clock of the venue; where most exams begin.</summary>
    private static readonly TimeOnly Morning = new(9, 0);

    /// <summary>No shift that the page proposes ends later.</summary>
    private static readonly TimeOnly Evening = new(20, 0);

    /// <summary>Made with the empty form, so that a plan that is sent twice becomes one exam.</summary>
    public ExamId ExamId { get; set; }

    /// <summary>Package and exam of it in one choice, see <see cref="ScopeKey"/>.</summary>
    public string? Scope { get; set; }

    public ExamType Type { get; set; } = ExamType.StateAttestation;

    public DateOnly? PreparatoryDay { get; set; }

    public DateOnly? FirstDay { get; set; }

    public DateOnly? LastDay { get; set; }

    public VenueId? VenueId { get; set; }

    /// <summary>Starts of the shifts by the clock of the venue.</summary>
    public List<DateTime?> Starts { get; set; } = [];

    public List<Seat> Seats { get; set; } = [];

    public ExpertId? Chief { get; set; }

    public List<ExpertId> Scoring { get; set; } = [];

    /// <summary>Marked criteria as <c>expert:letter</c>; an expert without a mark scores all.</summary>
    public List<string> Criteria { get; set; } = [];

    public ExpertId? Technical { get; set; }

    /// <summary>A chosen candidate and the number of the shift, from 1; 0 takes the candidate out again.</summary>
    public sealed class Seat
    {
        public CandidateId CandidateId { get; set; }

        public int Group { get; set; }
    }

    public static string ScopeKey(PackageId package, ExamLevel level, bool withVariativePart) => $"{package}~{level}~{(withVariativePart ? 1 : 0)}";

    /// <summary>Fills in what follows from what was said, and drops what no longer holds.</summary>
    public void Tidy(int minutes)
    {
        if (FirstDay is { } first)
        {
            LastDay ??= first;
            PreparatoryDay ??= first.AddDays(-1);
            if (Starts.Count == 0)
            {
                Starts.Add(first.ToDateTime(Morning));
            }

            for (var i = 0; i < Starts.Count; i++)
            {
                Starts[i] ??= NextStart(i == 0 ? null : Starts[i - 1], minutes);
            }
        }

        Seats = [.. Seats.Where(seat => seat.Group > 0).DistinctBy(seat => seat.CandidateId)];
        foreach (var seat in Seats.Where(seat => seat.Group > Math.Max(1, Starts.Count)))
        {
            seat.Group = Math.Max(1, Starts.Count);
        }

        Scoring = [.. Scoring.Distinct()];
    }

    public void AddShift(int minutes) => Starts.Add(NextStart(Starts.Count == 0 ? null : Starts[^1], minutes));

    public void DropShift(int number)
    {
        if (number < 1 || number > Starts.Count || Starts.Count == 1)
        {
            return;
        }

        Starts.RemoveAt(number - 1);
        foreach (var seat in Seats.Where(seat => seat.Group >= number))
        {
            seat.Group = Math.Max(1, seat.Group - 1);
        }
    }

    /// <summary>Seats the candidates, who come in the order of their groups, evenly into as many shifts as the free workplaces need.</summary>
    /// <param name="ordered">Chosen candidates.</param>
    /// <param name="free">Free workplaces, at least one.</param>
    /// <param name="minutes">Working time of a shift.</param>
    public void Spread(IReadOnlyList<CandidateId> ordered, int free, int minutes)
    {
        var shifts = Math.Max(1, (ordered.Count + free - 1) / free);
        while (Starts.Count < shifts)
        {
            AddShift(minutes);
        }

        Starts.RemoveRange(shifts, Starts.Count - shifts);
        // 25 people in three shifts are 9, 8 and 8.
        Seats = [.. ordered.Select((id, index) => new Seat { CandidateId = id, Group = (int)((long)index * shifts / ordered.Count) + 1 })];
        if (Starts[^1] is { } last && LastDay is { } lastDay && DateOnly.FromDateTime(last) > lastDay)
        {
            LastDay = DateOnly.FromDateTime(last);
        }
    }

    /// <summary>Moves everything by as many days as the first day moves.</summary>
    public void MoveTo(DateOnly preparatory, DateOnly first, DateOnly last)
    {
        var days = FirstDay is { } old ? first.DayNumber - old.DayNumber : 0;
        (PreparatoryDay, FirstDay, LastDay) = (preparatory, first, last);
        Starts = [.. Starts.Select(start => start?.AddDays(days))];
    }

    public void Replace(ExpertId? old, ExpertId expert, ExamRole role)
    {
        switch (role)
        {
            case ExamRole.ChiefExpert:
                Chief = expert;
                break;
            case ExamRole.TechnicalExpert:
                Technical = expert;
                break;
            case ExamRole.ScoringExpert:
                Scoring.RemoveAll(id => id == old);
                Scoring.Add(expert);
                // The substitute takes over the letters.
                Criteria = [.. Criteria.Select(mark => old is { } gone && mark.StartsWith($"{gone}:", StringComparison.Ordinal) ? $"{expert}:{mark[^1]}" : mark)];
                break;
        }
    }

    /// <summary>The request that this draft stands for; null while package, days or venue are missing.</summary>
    public ScheduleExam? ToRequest()
    {
        if (ChosenScope() is not { } scope || VenueId is not { } venue || (PreparatoryDay, FirstDay, LastDay) is not ({ } preparatory, { } first, { } last))
        {
            return null;
        }

        var groups = Starts.Select((start, index) => new GroupChoice(
            DateTime.SpecifyKind(start ?? first.ToDateTime(Morning), DateTimeKind.Unspecified),
            [.. Seats.Where(seat => seat.Group == index + 1).Select(seat => seat.CandidateId)]));
        List<ExpertChoice> experts = [.. Scoring.Select(id => new ExpertChoice(id, ExamRole.ScoringExpert, LettersOf(id)))];
        if (Technical is { } technical)
        {
            experts.Insert(0, new ExpertChoice(technical, ExamRole.TechnicalExpert));
        }

        if (Chief is { } chief)
        {
            experts.Insert(0, new ExpertChoice(chief, ExamRole.ChiefExpert));
        }

        return new ScheduleExam(ExamId, Type, scope.Package, scope.Level, scope.WithVariativePart, venue, preparatory, first, last, [.. groups], experts);
    }

    public (PackageId Package, ExamLevel Level, bool WithVariativePart)? ChosenScope() =>
        Scope?.Split('~') is [var package, var level, var variative] && Guid.TryParse(package, CultureInfo.InvariantCulture, out var id) && Enum.TryParse<ExamLevel>(level, out var known)
            ? (new PackageId(id), known, variative == "1")
            : null;

    /// <summary>The letters that are marked for a scoring expert, in order.</summary>
    public string LettersOf(ExpertId expert) =>
        string.Concat(Criteria.Where(mark => mark.StartsWith($"{expert}:", StringComparison.Ordinal)).Select(mark => mark[^1]).Distinct().Order());

    // After the places have been set up anew; the next morning when that would end too late.
    private DateTime NextStart(DateTime? previous, int minutes)
    {
        if (previous is not { } start)
        {
            return (FirstDay ?? default).ToDateTime(Morning);
        }

        var next = start.AddMinutes(minutes + ExamRules.ResetMinutes);
        var quarters = (next.TimeOfDay.Ticks + TimeSpan.TicksPerMinute * 15 - 1) / (TimeSpan.TicksPerMinute * 15);
        next = next.Date.AddMinutes(15 * quarters);
        return next.Date == start.Date && next.AddMinutes(minutes) <= next.Date.Add(Evening.ToTimeSpan())
            ? next
            : DateOnly.FromDateTime(start).AddDays(1).ToDateTime(Morning);
    }
}
