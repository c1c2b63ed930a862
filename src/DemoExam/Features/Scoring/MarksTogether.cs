using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// Marks that experts send at the same moment, recorded together: their sheets are read by one statement and saved in one transaction, which at a disk or over a network
/// costs little more than for one. Each is taken or refused by itself. When the save fails for one of them, each request is recorded by itself, so no mark fails
/// for what another expert did.
/// </summary>
internal sealed class MarksTogether
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ExamsAtWork _exams;
    private readonly WriteGate _gate;
    private readonly TimeProvider _time;
    private readonly Together<Sent> _together;

    public MarksTogether(IServiceScopeFactory scopes, ExamsAtWork exams, WriteGate gate, TimeProvider time)
    {
        (_scopes, _exams, _gate, _time) = (scopes, exams, gate, time);
        _together = new Together<Sent>(Serve);
    }

    /// <summary>Records what one request brings; it is saved when this returns, or is tracked by the context of the request and saved with it.</summary>
    /// <exception cref="NotFound">There is no such exam, or the expert has no duty in it.</exception>
    public async Task<RecordedEvents> Record(DemoExamDb db, CurrentUser user, ExamId exam, IReadOnlyList<ScoreEvent> events, CancellationToken ct)
    {
        var sent = new Sent(user.RequireExpert(), exam, events);
        _together.Add(sent);
        return await sent.Answer.Task ?? (await MarkingDesk.Open(db, _exams, user, _time, exam, events, ct)).Record(events);
    }

    private async Task Serve(IReadOnlyList<Sent> all)
    {
        try
        {
            await RecordAll(all);
        }
        catch (Exception failure) when (FailedSave.Of(failure) is not null)
        {
            foreach (var sent in all)
            {
                sent.Answer.TrySetResult(null);
            }
        }
        catch (Exception failure)
        {
            foreach (var sent in all)
            {
                sent.Answer.TrySetException(failure);
            }
        }
    }

    private async Task RecordAll(IReadOnlyList<Sent> all)
    {
        // Nobody's own cancellation may take the marks of others with it.
        var ct = CancellationToken.None;
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        // Both at once. Each is asked after the marks have come, and a sheet that changes later fails the save.
        var states = all.Select(s => s.Exam).Distinct().ToDictionary(id => id, id => _exams.State(id, ct));
        var sheets = new Dictionary<ScoreSheetId, ScoreSheet>();
        await Find(all, sheets, db, ct);
        foreach (var exam in all.GroupBy(s => s.Exam))
        {
            await Open(exam.Key, states[exam.Key], [.. exam], db, ct);
        }

        await Find(all, sheets, db, ct);
        var now = _time.GetUtcNow();
        var recorded = new List<(Sent Sent, RecordedEvents Events)>();
        foreach (var sent in all.Where(s => s.Work is not null))
        {
            if (sent.Sheets.All(id => id is { } known && sheets.ContainsKey(known)))
            {
                var own = sent.Sheets.Distinct().Select(id => sheets[id!.Value]).ToDictionary(s => (s.CandidateId, s.CriterionId));
                recorded.Add((sent, new MarkingDesk(sent.Work!, own, now).Record(sent.Events)));
            }
            else
            {
                // Whoever records it by itself looks for the sheet, or says why there is none.
                sent.Answer.SetResult(null);
            }
        }

        await _gate.Run(() => db.SaveChangesAsync(ct), ct);
        foreach (var (sent, events) in recorded)
        {
            sent.Answer.SetResult(events);
        }
    }

    // Adds the sheets that can be told now and are not there yet.
    private async Task Find(IReadOnlyList<Sent> all, Dictionary<ScoreSheetId, ScoreSheet> sheets, DemoExamDb db, CancellationToken ct)
    {
        foreach (var sent in all.Where(s => s.Sheets.Contains(null)))
        {
            sent.Sheets = [.. sent.Events.Select(e => _exams.SheetOf(sent.Exam, e.CandidateId, e.AspectId))];
        }

        var ids = all.SelectMany(s => s.Sheets).OfType<ScoreSheetId>().Distinct().Where(id => !sheets.ContainsKey(id)).ToList();
        if (ids.Count > 0)
        {
            await foreach (var sheet in db.ScoreSheets.AsSingleQuery().Where(s => ids.Contains(s.Id)).AsAsyncEnumerable().WithCancellation(ct))
            {
                sheets.Add(sheet.Id, sheet);
            }
        }
    }

    private async Task Open(ExamId id, Task<string> state, IReadOnlyList<Sent> all, DemoExamDb db, CancellationToken ct)
    {
        KnownExam? exam = null;
        foreach (var sent in all)
        {
            try
            {
                exam ??= await _exams.Known(db, id, await state, ct);
                sent.Work = await _exams.As(sent.Expert, exam, db, ct);
            }
            catch (NotFound unknown)
            {
                sent.Answer.SetException(unknown);
            }
        }
    }

    private sealed class Sent(ExpertId expert, ExamId exam, IReadOnlyList<ScoreEvent> events)
    {
        public ExpertId Expert { get; } = expert;
        public ExamId Exam { get; } = exam;
        public IReadOnlyList<ScoreEvent> Events { get; } = events;

        /// <summary>The sheet of each event; null while it is not known.</summary>
        public IReadOnlyList<ScoreSheetId?> Sheets { get; set; } = new ScoreSheetId?[events.Count];

        /// <summary>The exam for its expert; null until it is open.</summary>
        public ExamAtWork? Work { get; set; }

        /// <summary>What became of the events; null when they must be recorded by themselves.</summary>
        public TaskCompletionSource<RecordedEvents?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
