using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>The way of an exam from draft to closed, and its sidings: suspended, moved, cancelled.</summary>
public sealed partial class Exam
{
    private List<StatusChange> _history = [];
    private (string Reason, string? Document)? _because;

    /// <summary>Every change of the status, oldest first.</summary>
    public IReadOnlyList<StatusChange> History => _history;

    /// <summary>Where a suspended exam goes on.</summary>
    public ExamStatus? SuspendedFrom { get; private set; }

    /// <summary>The exam that everybody sits instead of a moved one.</summary>
    public ExamId? MovedTo { get; private set; }

    /// <summary>Why the exam is off or stands still: the reason of the last change that has one.</summary>
    public StatusChange? Standing => Status is ExamStatus.Draft or ExamStatus.Cancelled or ExamStatus.Postponed or ExamStatus.Suspended ? _history.LastOrDefault(h => h.To == Status && h.Reason is not null) : null;

    /// <summary>Why the exam was called off; null for others.</summary>
    public string? CancelledBecause => Status == ExamStatus.Cancelled ? _because?.Reason ?? Standing?.Reason : null;

    /// <summary>The organiser sends a draft to the regional operator.</summary>
    public void Submit() => Step(ExamStatus.Submitted, ExamStatus.Draft);

    /// <summary>The regional operator sends a plan back to the organiser.</summary>
    public void Return(string reason)
    {
        Step(ExamStatus.Draft, ExamStatus.Submitted);
        _because = (reason, null);
    }

    /// <summary>The regional operator confirms the plan.</summary>
    public void Confirm() => Step(ExamStatus.Confirmed, ExamStatus.Submitted);

    /// <summary>The exam stands still for a reason on paper; a running one stops its clocks.</summary>
    public void Suspend(string reason, string document, string by, DateTimeOffset now)
    {
        RequireStatus(ExamStatus.Confirmed, ExamStatus.Preparation, ExamStatus.Ready, ExamStatus.Running);
        if (Status == ExamStatus.Running)
        {
            foreach (var group in _groups.Where(g => g.IsRunning && !IsStopped(g.Id, null)))
            {
                _stops = [.. _stops, new TechnicalStop(Guid.CreateVersion7(), group.Id.Value, null, now, null, reason, by)];
            }
        }

        SuspendedFrom = Status;
        Step(ExamStatus.Suspended, Status);
        _because = (reason, document);
    }

    /// <summary>A suspended exam goes on where it stopped; its clocks are started one by one.</summary>
    public void Resume()
    {
        RequireStatus(ExamStatus.Suspended);
        Step(SuspendedFrom!.Value, ExamStatus.Suspended);
        SuspendedFrom = null;
    }

    /// <summary>Calls the exam off and frees everything it had booked.</summary>
    public void Cancel(string reason, string? document = null)
    {
        RequireStatus([.. ExamStatuses.Ahead, ExamStatus.Suspended]);
        Step(ExamStatus.Cancelled, Status);
        _because = (reason, document);
        _bookings.Clear();
    }

    /// <summary>The work is done; scoring goes on.</summary>
    public void FinishWork(ExpertId chief, DateTimeOffset now)
    {
        RequireChief(chief);
        Step(ExamStatus.Scoring, ExamStatus.Running);
        foreach (var group in _groups.Where(g => g.StartedAt is not null))
        {
            group.Finish(now);
        }

        _stops = [.. _stops.Select(s => s.To is null ? s with { To = now } : s)];
    }

    /// <summary>Paper and system are compared from now on.</summary>
    public void BeginReconciliation(ExpertId chief)
    {
        RequireChief(chief);
        Step(ExamStatus.Reconciling, ExamStatus.Scoring);
    }

    /// <summary>Everybody who must has signed the protocol.</summary>
    public void SignedByAll() => Step(ExamStatus.ProtocolSigned, ExamStatus.Locked);

    /// <summary>Candidates know their results.</summary>
    public void Announced() => Step(ExamStatus.ResultsAnnounced, ExamStatus.Locked, ExamStatus.ProtocolSigned);

    /// <summary>Nothing is open any more. What was kept of identity documents is deleted.</summary>
    /// <param name="lastForAppeals">Last day for appeals against results.</param>
    /// <param name="openAppeals">Appeals that are not carried out.</param>
    /// <param name="today">By the clock of the venue.</param>
    public void Close(DateOnly lastForAppeals, int openAppeals, DateOnly today)
    {
        RequireStatus(ExamStatus.ResultsAnnounced);
        AppealTermIsOver.Require(today > lastForAppeals, ("last", lastForAppeals));
        AppealsAreDone.Require(openAppeals == 0, ("appeals", openAppeals));
        Step(ExamStatus.Closed, ExamStatus.ResultsAnnounced);
        foreach (var enrolment in _enrolments)
        {
            enrolment.ForgetIdentity();
        }
    }

    /// <summary>
    /// Candidates sit another exam instead, because of an incident: no absence, no attempt used. Their places are freed; when
    /// nobody is left, the exam itself is moved and everything it had booked is freed.
    /// </summary>
    /// <param name="to">The exam that they sit instead.</param>
    /// <param name="candidates">Who moves.</param>
    /// <param name="reason">What happened.</param>
    /// <param name="document">Act or order.</param>
    public void Move(ExamId to, IReadOnlyCollection<CandidateId> candidates, string reason, string document)
    {
        RequireStatus([.. ExamStatuses.Ahead.Except([ExamStatus.Draft]), ExamStatus.Running, ExamStatus.Suspended]);
        MovedCandidatesAreNamed.Require(candidates.Count > 0);
        foreach (var enrolment in candidates.Select(EnrolmentOf))
        {
            CandidateMayMove.Require(enrolment.Outcome is ParticipationOutcome.Expected or ParticipationOutcome.Present or ParticipationOutcome.Excused,
                ("outcome", enrolment.Outcome), ("workplace", enrolment.Workplace));
            enrolment.Move(to, reason, document);
            Free(enrolment);
            _bookings.RemoveAll(b => b.Kind == BookedKind.Candidate && b.ResourceId == enrolment.CandidateId.Value);
        }

        Version++;
        if (_enrolments.TrueForAll(e => e.Outcome == ParticipationOutcome.Moved))
        {
            Step(ExamStatus.Postponed, Status);
            _because = (reason, document);
            MovedTo = to;
            _bookings.Clear();
        }
    }

    /// <summary>Writes a change of the status into the history.</summary>
    /// <param name="from">Null for a new exam.</param>
    /// <param name="by">Name of whoever changed it.</param>
    /// <param name="now">When.</param>
    public void NoteChange(ExamStatus? from, string by, DateTimeOffset now)
    {
        _history = [.. _history, new StatusChange(from, Status, now, by, _because?.Reason, _because?.Document)];
        _because = null;
    }

    private void RequireStatus(params ReadOnlySpan<ExamStatus> allowed) => StepIsAllowed.Require(allowed.Contains(Status), ("status", Status), ("allowed", allowed.ToArray()));

    private void Step(ExamStatus to, params ReadOnlySpan<ExamStatus> from)
    {
        RequireStatus(from);
        Status = to;
        Version++;
    }
}

/// <summary>A change of an exam's status.</summary>
/// <param name="From">Null for the first.</param>
/// <param name="To">What it became.</param>
/// <param name="At">When.</param>
/// <param name="By">Name of whoever did it.</param>
/// <param name="Reason">Why; for steps that need a reason.</param>
/// <param name="Document">Act or order behind it.</param>
public sealed record StatusChange(ExamStatus? From, ExamStatus To, DateTimeOffset At, string By, string? Reason, string? Document);
