using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// Single marks that many experts send at the same moment, recorded together: their sheets are read by one statement and saved in one transaction, which at a disk
/// or over a network costs little more than for one. Each is taken or refused by itself. Whoever is in the way of the others' save makes all of them record by
/// themselves, so no mark fails for what another one did.
/// </summary>
internal sealed class MarksTogether
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ExamsAtWork _exams;
    private readonly WriteGate _gate;
    private readonly TimeProvider _time;
    private readonly Together<Mark> _together;

    public MarksTogether(IServiceScopeFactory scopes, ExamsAtWork exams, WriteGate gate, TimeProvider time)
    {
        (_scopes, _exams, _gate, _time) = (scopes, exams, gate, time);
        _together = new Together<Mark>(Serve);
    }

    /// <summary>Records and saves a mark.</summary>
    /// <returns>The desk with what holds now; null when this mark must be recorded by itself.</returns>
    /// <exception cref="RuleViolation">The mark is not taken.</exception>
    /// <exception cref="NotFound">The expert has no duty in the exam, or the candidate no place.</exception>
    public Task<MarkingDesk?> Record(ExpertId expert, ExamId exam, ScoreEvent @event)
    {
        var mark = new Mark(expert, exam, @event);
        _together.Add(mark);
        return mark.Answer.Task;
    }

    private async Task Serve(IReadOnlyList<Mark> marks)
    {
        try
        {
            await RecordAll(marks);
        }
        catch (Exception failure) when (FailedSave.Of(failure) is not null)
        {
            foreach (var mark in marks)
            {
                mark.Answer.TrySetResult(null);
            }
        }
        catch (Exception failure)
        {
            foreach (var mark in marks)
            {
                mark.Answer.TrySetException(failure);
            }
        }
    }

    private async Task RecordAll(IReadOnlyList<Mark> marks)
    {
        // Nobody's own cancellation may take the marks of others with it.
        var ct = CancellationToken.None;
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        // Both at once. Each is asked after the marks have come, and a sheet that changes later fails the save.
        var states = marks.Select(m => m.Exam).Distinct().ToDictionary(id => id, id => _exams.State(id, ct));
        var sheets = await SheetsOf(marks, [], db, ct);
        foreach (var exam in marks.GroupBy(m => m.Exam))
        {
            await Open(exam.Key, states[exam.Key], [.. exam], db, ct);
        }

        sheets = await SheetsOf(marks, sheets, db, ct);
        var now = _time.GetUtcNow();
        var taken = new List<(Mark Mark, MarkingDesk Desk)>();
        foreach (var mark in marks.Where(m => m is { Work: not null, Answer.Task.IsCompleted: false }))
        {
            if (mark.Sheet is not { } id || !sheets.TryGetValue(id, out var sheet))
            {
                // Whoever records it by itself looks for it.
                mark.Answer.SetResult(null);
                continue;
            }

            var desk = new MarkingDesk(mark.Work!, new Dictionary<(CandidateId, CriterionId), ScoreSheet> { [(sheet.CandidateId, sheet.CriterionId)] = sheet }, now);
            if (mark.Try(() => desk.Record(mark.Event)))
            {
                taken.Add((mark, desk));
            }
        }

        using (await _gate.Enter(ct))
        {
            await db.SaveChangesAsync(ct);
        }

        foreach (var (mark, desk) in taken)
        {
            mark.Answer.SetResult(desk);
        }
    }

    // Adds those that can be told now and are not there yet.
    private async Task<Dictionary<ScoreSheetId, ScoreSheet>> SheetsOf(IReadOnlyList<Mark> marks, Dictionary<ScoreSheetId, ScoreSheet> sheets, DemoExamDb db, CancellationToken ct)
    {
        foreach (var mark in marks.Where(m => m.Sheet is null))
        {
            mark.Sheet = _exams.SheetOf(mark.Exam, mark.Event.CandidateId, mark.Event.AspectId);
        }

        var ids = marks.Select(m => m.Sheet).OfType<ScoreSheetId>().Where(id => !sheets.ContainsKey(id)).Distinct().ToList();
        return ids.Count == 0 ? sheets : sheets.Concat(await db.ScoreSheets.AsSingleQuery().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, ct)).ToDictionary();
    }

    private async Task Open(ExamId id, Task<string> state, IReadOnlyList<Mark> marks, DemoExamDb db, CancellationToken ct)
    {
        KnownExam exam;
        try
        {
            exam = await _exams.Known(db, id, await state, ct);
        }
        catch (NotFound unknown)
        {
            foreach (var mark in marks)
            {
                mark.Answer.SetException(unknown);
            }

            return;
        }

        foreach (var mark in marks)
        {
            try
            {
                mark.Work = await _exams.As(mark.Expert, exam, db, ct);
            }
            catch (NotFound unknown)
            {
                mark.Answer.SetException(unknown);
            }
        }
    }

    private sealed class Mark(ExpertId expert, ExamId exam, ScoreEvent @event)
    {
        public ExpertId Expert { get; } = expert;
        public ExamId Exam { get; } = exam;
        public ScoreEvent Event { get; } = @event;

        /// <summary>The exam for its expert; null until it is open.</summary>
        public ExamAtWork? Work { get; set; }

        /// <summary>The sheet to write on; null when it is not known.</summary>
        public ScoreSheetId? Sheet { get; set; }

        public TaskCompletionSource<MarkingDesk?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Does what concerns this mark alone, and tells its sender when it is refused.</summary>
        public bool Try(Action deed)
        {
            try
            {
                deed();
                return true;
            }
            catch (Exception refusal)
            {
                Answer.SetException(refusal);
                return false;
            }
        }
    }
}
