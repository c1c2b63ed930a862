using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;
using static DemoExam.Domain.Appeals.AppealRules;

namespace DemoExam.Domain.Appeals;

/// <summary>What an appeal is about.</summary>
public enum AppealKind
{
    /// <summary>Нарушение порядка проведения экзамена.</summary>
    Procedure = 1,

    /// <summary>Несогласие с результатами.</summary>
    Result = 2,
}

/// <summary>Where an appeal stands.</summary>
public enum AppealStatus
{
    /// <summary>Подана: waits for the board.</summary>
    Filed = 1,

    /// <summary>Отклонена: the result stays.</summary>
    Rejected = 2,

    /// <summary>Удовлетворена: a second person carries the decision out.</summary>
    Satisfied = 3,

    /// <summary>Исполнена: the result is annulled, or the sheets are open for another result.</summary>
    CarriedOut = 4,
}

/// <summary>How somebody of the board voted.</summary>
public enum BoardVote
{
    /// <summary>Was not there.</summary>
    Absent = 0,

    /// <summary>To satisfy the appeal.</summary>
    For = 1,

    /// <summary>To reject it.</summary>
    Against = 2,
}

/// <summary>A vote.</summary>
public sealed record CastVote(string Name, BoardRole Role, BoardVote Vote);

/// <summary>
/// A candidate's appeal (апелляция) about one exam, and what became of it. The decision of the board is final: there is one appeal
/// of each kind. Deadlines are counted in working days of the region (order of the Ministry of Education No. 800).
/// </summary>
public sealed class Appeal
{
    /// <summary>Working days after filing within which the board decides.</summary>
    public const int DaysToDecide = 3;

    /// <summary>Working days after the decision within which the candidate is told.</summary>
    public const int DaysToInform = 3;

    /// <summary>Months after filing within which a candidate whose result was annulled sits the exam again.</summary>
    public const int MonthsToSitAgain = 4;

    private List<CastVote> _votes = [];

    private Appeal()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="term">When this kind of appeal may be filed.</param>
    /// <param name="candidateId">The candidate.</param>
    /// <param name="text">What they say.</param>
    /// <param name="filedBy">Account through which it came.</param>
    /// <param name="filedByName">Its name.</param>
    /// <param name="document">Paper that an office registers; null when the candidate files it here. Only with a document an appeal is taken out of its time.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation"><see cref="AppealHasText"/>, or outside its time without a document: <see cref="ResultIsAnnounced"/>, <see cref="ExamHasBegun"/>, <see cref="AppealIsInTime"/>.</exception>
    public Appeal(AppealId id, AppealTerm term, CandidateId candidateId, string text, Guid filedBy, string filedByName, string? document, DateTimeOffset now)
    {
        AppealHasText.Require(!string.IsNullOrWhiteSpace(text));
        term.Require(now, onPaper: !string.IsNullOrWhiteSpace(document));
        Id = id;
        ExamId = term.ExamId;
        CandidateId = candidateId;
        Kind = term.Kind;
        Text = text.Trim();
        FiledAt = now;
        FiledBy = filedBy;
        FiledByName = filedByName;
        Document = string.IsNullOrWhiteSpace(document) ? null : document.Trim();
        IsLate = now > term.Until;
        DecideBy = term.After(now, DaysToDecide);
        Status = AppealStatus.Filed;
    }

    public AppealId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public AppealKind Kind { get; private set; }
    public string Text { get; private set; } = "";
    public DateTimeOffset FiledAt { get; private set; }
    public Guid FiledBy { get; private set; }
    public string FiledByName { get; private set; } = "";

    /// <summary>The paper that was handed in; null when it was filed here.</summary>
    public string? Document { get; private set; }

    /// <summary>Taken after its time, on a document.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Last day for the board, by the calendar of the region.</summary>
    public DateOnly DecideBy { get; private set; }

    public AppealStatus Status { get; private set; }

    /// <summary>The board that decided.</summary>
    public AppealBoardId? BoardId { get; private set; }

    /// <summary>Protocol of the board, with its number.</summary>
    public string? Protocol { get; private set; }

    public DateOnly? ProtocolDate { get; private set; }

    /// <summary>Why the board decided so.</summary>
    public string? Grounds { get; private set; }

    /// <summary>Letter of the criterion that is scored again; null for all.</summary>
    public string? Criterion { get; private set; }

    /// <summary>Who was there and how they voted, chair first.</summary>
    public IReadOnlyList<CastVote> Votes => _votes;

    /// <summary>Account that entered the decision.</summary>
    public Guid? RecordedBy { get; private set; }
    public string? RecordedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Last day to tell the candidate.</summary>
    public DateOnly? InformBy { get; private set; }

    /// <summary>When the candidate confirmed having read the decision.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>The second person.</summary>
    public string? CarriedOutByName { get; private set; }
    public DateTimeOffset? CarriedOutAt { get; private set; }

    /// <summary>The unlocking that it led to.</summary>
    public UnlockRequestId? UnlockId { get; private set; }

    public int Version { get; private set; }

    /// <summary>The board decides: by simple majority of those present, two thirds of it at least; the chair's vote decides a tie.</summary>
    /// <param name="board">The board of the year.</param>
    /// <param name="strangers">Names of everybody who took part in the exam for the experts or the state board.</param>
    /// <param name="votes">Votes by name; who is not named was absent.</param>
    /// <param name="decision">What the protocol says.</param>
    /// <param name="account">Account that enters it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="term">The appeal's dates.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation"><see cref="AppealIsOpen"/>, <see cref="ProtocolIsDated"/>, <see cref="BoardIsIndependent"/>, <see cref="VotersAreBoard"/>, <see cref="BoardHasQuorum"/>, <see cref="ChairBreaksTie"/>.</exception>
    public void Decide(AppealBoard board, IEnumerable<string> strangers, IReadOnlyDictionary<string, BoardVote> votes, BoardDecision decision, Guid account, string name, AppealTerm term, DateTimeOffset now)
    {
        AppealIsOpen.Require(Status == AppealStatus.Filed, ("status", Status));
        ProtocolIsDated.Require(decision.Date <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(1), ("date", decision.Date));
        var concerned = strangers.Select(TextNorm.Of).ToHashSet();
        var dependent = board.People.FirstOrDefault(p => concerned.Contains(TextNorm.Of(p.Name)));
        BoardIsIndependent.Require(dependent is null, ("name", dependent?.Name));
        var stranger = votes.Keys.FirstOrDefault(v => !board.People.Any(p => p.Name == v));
        VotersAreBoard.Require(stranger is null, ("name", stranger));

        var cast = board.People.Select(p => new CastVote(p.Name, p.Role, votes.GetValueOrDefault(p.Name))).ToList();
        var (inFavour, against) = (cast.Count(v => v.Vote == BoardVote.For), cast.Count(v => v.Vote == BoardVote.Against));
        BoardHasQuorum.Require(3 * (inFavour + against) >= 2 * cast.Count, ("present", inFavour + against), ("board", cast.Count));
        var chair = cast.Single(v => v.Role == BoardRole.Chair).Vote;
        ChairBreaksTie.Require(inFavour != against || chair != BoardVote.Absent, ("votes", inFavour));

        Status = inFavour > against || (inFavour == against && chair == BoardVote.For) ? AppealStatus.Satisfied : AppealStatus.Rejected;
        _votes = cast;
        BoardId = board.Id;
        (Protocol, ProtocolDate, Grounds, Criterion) = (decision.Protocol.Trim(), decision.Date, decision.Grounds.Trim(), decision.Criterion);
        (RecordedBy, RecordedByName, DecidedAt) = (account, name, now);
        InformBy = term.After(now, DaysToInform);
        Version++;
    }

    /// <summary>A second person carries a satisfied appeal out.</summary>
    /// <exception cref="RuleViolation"><see cref="AppealIsSatisfied"/> or <see cref="TwoPersonsCarryOut"/>.</exception>
    public void CarryOut(Guid account, string name, UnlockRequestId? unlock, DateTimeOffset now)
    {
        AppealIsSatisfied.Require(Status == AppealStatus.Satisfied, ("status", Status));
        TwoPersonsCarryOut.Require(account != RecordedBy);
        Status = AppealStatus.CarriedOut;
        (CarriedOutByName, CarriedOutAt, UnlockId) = (name, now, unlock);
        Version++;
    }

    /// <summary>The candidate has read the decision; the first time counts.</summary>
    /// <exception cref="RuleViolation"><see cref="AppealIsDecided"/>.</exception>
    public void Read(DateTimeOffset now)
    {
        AppealIsDecided.Require(Status != AppealStatus.Filed);
        if (ReadAt is null)
        {
            ReadAt = now;
            Version++;
        }
    }
}

/// <summary>What the protocol of the board says besides the votes.</summary>
/// <param name="Protocol">Name and number.</param>
/// <param name="Date">Its date.</param>
/// <param name="Grounds">Why.</param>
/// <param name="Criterion">Criterion to score again; null for all.</param>
public sealed record BoardDecision(string Protocol, DateOnly Date, string Grounds, string? Criterion);

/// <summary>When an appeal may be filed, by the clock and the calendar of the venue.</summary>
/// <param name="ExamId">The exam.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="From">Not before; null while that is not known, for example before the results are announced.</param>
/// <param name="Until">Not after; null while that is not known.</param>
/// <param name="TimeZone">Of the venue.</param>
/// <param name="Region">Its region.</param>
/// <param name="Calendar">Working days.</param>
public sealed record AppealTerm(ExamId ExamId, AppealKind Kind, DateTimeOffset? From, DateTimeOffset? Until, string TimeZone, string Region, WorkingCalendar Calendar)
{
    /// <summary>
    /// About the procedure: on the candidate's exam day, from the start to midnight, since it is filed before leaving the venue.
    /// About the result: from the announcement to the end of the next working day.
    /// </summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="candidate">Who appeals.</param>
    /// <param name="announced">When the candidate's result was announced; null before.</param>
    /// <param name="calendar">Working days.</param>
    /// <exception cref="RuleViolation"><see cref="AppellantTookPart"/>.</exception>
    public static AppealTerm Of(AppealKind kind, Exam exam, CandidateId candidate, DateTimeOffset? announced, WorkingCalendar calendar)
    {
        var enrolment = exam.Enrolments.SingleOrDefault(e => e.CandidateId == candidate);
        AppellantTookPart.Require(enrolment is not null && enrolment.Outcome is not (ParticipationOutcome.Absent or ParticipationOutcome.Moved) && !exam.Status.IsOff, ("exam", exam.Number));
        var term = new AppealTerm(exam.Id, kind, null, null, exam.TimeZone, exam.RegionCode, calendar);
        if (kind == AppealKind.Procedure)
        {
            var group = exam.Groups.Single(g => g.Id == enrolment!.GroupId);
            var begun = exam.Status.TakesMarks || exam.Status.HasResults;
            return term with { From = begun ? group.StartsAt : null, Until = term.EndOf(term.DayOf(group.EndsAt)) };
        }

        return announced is { } told ? term with { From = told, Until = term.EndOf(term.After(told, 1)) } : term;
    }

    /// <summary>True when an appeal may be filed at this moment.</summary>
    public bool IsOpen(DateTimeOffset now) => From <= now && now <= Until;

    /// <summary>The day that lies so many working days after a moment.</summary>
    public DateOnly After(DateTimeOffset moment, int workingDays) => Calendar.Shift(DayOf(moment), workingDays, Region);

    internal void Require(DateTimeOffset now, bool onPaper)
    {
        (Kind == AppealKind.Procedure ? ExamHasBegun : ResultIsAnnounced).Require(From is { } from && from <= now);
        AppealIsInTime.Require(onPaper || now <= Until, ("until", Until is { } last ? TimeZoneInfo.ConvertTime(last, Zone) : null));
    }

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    private DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);

    private DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).AddMilliseconds(-1);
    }
}

/// <summary>The rule book of appeals.</summary>
public static class AppealRules
{
    public static readonly Rule AppellantTookPart = new("appeals.not-in-exam", "Only a candidate who took part in the exam may appeal.");
    public static readonly Rule ExamHasBegun = new("appeals.exam-not-begun", "An appeal about the procedure can be filed once the exam has begun.");
    public static readonly Rule ResultIsAnnounced = new("appeals.not-announced", "An appeal about the result can be filed once the results are announced.");
    public static readonly Rule AppealIsInTime = new("appeals.late", "The time to file this appeal has passed; only an office may still take it, with a document.");
    public static readonly Rule AppealIsOnce = new("appeals.repeated", "An appeal of this kind was filed already; the decision of the board is final.");
    public static readonly Rule AppealHasText = new("appeals.text-missing", "Say what the appeal is about.");
    public static readonly Rule AppealIsOpen = new("appeals.decided", "The board has decided about this appeal already.");
    public static readonly Rule AppealIsDecided = new("appeals.undecided", "The board has not decided about this appeal yet.");
    public static readonly Rule ProtocolIsDated = new("appeals.protocol-date", "The protocol of the board can't be of a day to come.");
    public static readonly Rule BoardExists = new("appeals.no-board", "No appeals board is registered for this year.");
    public static readonly Rule BoardIsLargeEnough = new("appeals.board-small", "The board needs a chair, a secretary and at least five members.");
    public static readonly Rule BoardPersonOnce = new("appeals.board-twice", "The same person stands twice in the board.");
    public static readonly Rule BoardIsIndependent = new("appeals.board-dependent", "Somebody of the board took part in the exam as an expert or for the state board.");
    public static readonly Rule VotersAreBoard = new("appeals.stranger-votes", "Only people of the board vote.");
    public static readonly Rule BoardHasQuorum = new("appeals.no-quorum", "At least two thirds of the board must be present.");
    public static readonly Rule ChairBreaksTie = new("appeals.tie", "The votes are equal and the chair, whose vote decides, is absent.");
    public static readonly Rule AppealIsSatisfied = new("appeals.not-satisfied", "Only a satisfied appeal is carried out, and only once.");
    public static readonly Rule TwoPersonsCarryOut = new("appeals.carried-out-alone", "Who entered the decision may not carry it out.");
}
