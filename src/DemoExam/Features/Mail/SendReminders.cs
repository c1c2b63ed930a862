using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Exams;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Writes once, to whom it concerns, of each term of an exam's time line that is due today and of each that is late, and notes those that were missed. Answers the number of messages.</summary>
/// <param name="ExamId">One exam after another, so that a fault in one keeps nobody else from being reminded.</param>
[Authorize(Policy = Policies.System)]
internal sealed record SendReminders(ExamId ExamId) : ICommand<int>;

internal sealed class SendRemindersHandler(DemoExamDb db, WorkingCalendar calendar, TimeProvider time, ExamNotices notices, Outbox outbox) : IRequestHandler<SendReminders, int>
{
    public async Task<int> Handle(SendReminders request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var facts = await notices.FactsOf(exam.Id, ct);
        var written = 0;
        foreach (var term in await db.TimeLineOf(exam, calendar, time, ct))
        {
            await NoteIfMissed(exam, term, ct);
            if (KindOf(term) is not { } kind || term.By is not { } by)
            {
                continue;
            }

            // A term that was moved is a new term.
            var cause = $"{exam.Id}:{term.What}:{by:yyyyMMdd}";
            foreach (var receiver in await outbox.NotTold(kind, await Concerned(exam, term.What, ct), cause, ct))
            {
                outbox.Write(kind, receiver, cause, $"/exams/{exam.Id}", t => [.. facts.Say(t), ("what", t.Of(term.What)), ("by", Formats.Date(by, t.Culture))]);
                written++;
            }
        }

        if (exam.IsAhead && exam.Status != ExamStatus.Submitted)
        {
            // Candidates who came or were moved since the exam was confirmed.
            written += await notices.TellCandidates(exam, ct);
        }

        return written + await WarnOfObstacles(exam, facts, ct) + await RemindOfInvitations(exam, facts, ct);
    }

    private async Task NoteIfMissed(Exam exam, MilestoneLine term, CancellationToken ct)
    {
        var late = term.State == MilestoneState.Late || (term is { State: MilestoneState.Done, DoneAt: { } done } && RegionToday.DayOf(done, exam.TimeZone) > term.By);
        if (late && term.By is { } by && !await db.MissedTerms.AnyAsync(t => t.ExamId == exam.Id && t.What == term.What && t.By == by, ct))
        {
            db.MissedTerms.Add(new MissedTerm(exam.Id, term.What, by, time.GetUtcNow()));
        }
    }

    // A certificate that was suspended, an expert who changed to a candidate's college: told once for each set of obstacles.
    private async Task<int> WarnOfObstacles(Exam exam, ExamFacts facts, CancellationToken ct)
    {
        if (!exam.IsAhead || exam.Status == ExamStatus.Draft || exam.Obstacles(await db.LoadCircumstances(exam, ct)) is not { Count: > 0 } obstacles)
        {
            return 0;
        }

        var cause = $"{exam.Id}:{Fingerprint(obstacles)}";
        IReadOnlyList<Receiver> concerned = [.. (await db.Organisers(exam.OrganiserId, exam.RegionCode, ct)).Concat(await db.Operators(exam.RegionCode, ct)).DistinctBy(r => r.Who)];
        var untold = await outbox.NotTold(MailKind.ExamInDanger, concerned, cause, ct);
        foreach (var receiver in untold)
        {
            outbox.Write(MailKind.ExamInDanger, receiver, cause, $"/exams/{exam.Id}", t => [.. facts.Say(t), ("obstacles", Formats.Number(obstacles.Count, t.Culture))]);
        }

        return untold.Count;
    }

    private static string Fingerprint(IReadOnlyList<Refusal> obstacles) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', obstacles
        .Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Rule.Code} {string.Join(' ', o.Facts.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value))}")).Order(StringComparer.Ordinal)))))[..16];

    private static MailKind? KindOf(MilestoneLine term) => term.State switch
    {
        MilestoneState.Due when term.What != Milestone.AppealsClosed => MailKind.TermDue,
        MilestoneState.Late => MailKind.TermLate,
        _ => null,
    };

    // As the time line on the exam's page says.
    private async Task<IReadOnlyList<Receiver>> Concerned(Exam exam, Milestone what, CancellationToken ct) => what switch
    {
        Milestone.PlanConfirmed => await db.Operators(exam.RegionCode, ct),
        Milestone.PlanKnown or Milestone.ResultsAnnounced => await db.Organisers(exam.OrganiserId, exam.RegionCode, ct),
        Milestone.ProtocolSigned => [.. (await db.ReceiversOf([.. exam.Duties.Where(d => d.IsScoring || d.Role == ExamRole.ChiefExpert).Select(d => d.ExpertId)], ct)).Values],
        Milestone.WorkplacesDrawn or Milestone.WorkDone or Milestone.ResultsFixed => [.. (await db.ReceiversOf([exam.Chief.ExpertId], ct)).Values],
        _ => [],
    };

    private async Task<int> RemindOfInvitations(Exam exam, ExamFacts facts, CancellationToken ct)
    {
        if (!exam.IsAhead)
        {
            return 0;
        }

        var today = time.Today(exam.TimeZone);
        var written = 0;
        var last = (await db.Invitations.AsNoTracking().Where(i => i.ExamId == exam.Id).ToListAsync(ct)).GroupBy(i => i.ExpertId).Select(g => g.MaxBy(i => i.Round)!);
        foreach (var invitation in last)
        {
            if (exam.DutyOf(invitation.ExpertId) is not { } duty || Invitation.StateOf(invitation, exam, duty.Role, today) != InvitationState.Late)
            {
                continue;
            }

            var name = (await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => e.Id == duty.ExpertId).Select(e => e.Name).SingleAsync(ct)).Initials;
            foreach (var expert in await outbox.NotTold(MailKind.InvitationLate, [.. (await db.ReceiversOf([duty.ExpertId], ct)).Values], $"{invitation.Id}", ct))
            {
                outbox.Write(MailKind.InvitationLate, expert, $"{invitation.Id}", "/my/invitations", t => [.. facts.Say(t), ("role", t.Of(duty.Role)), ("answerBy", Formats.Date(invitation.AnswerBy, t.Culture))]);
                written++;
            }

            foreach (var organiser in await outbox.NotTold(MailKind.ExpertSilent, await db.Organisers(exam.OrganiserId, exam.RegionCode, ct), $"{invitation.Id}", ct))
            {
                outbox.Write(MailKind.ExpertSilent, organiser, $"{invitation.Id}", $"/exams/{exam.Id}/invitations",
                    t => [.. facts.Say(t), ("expert", name), ("role", t.Of(duty.Role)), ("answerBy", Formats.Date(invitation.AnswerBy, t.Culture))]);
                written++;
            }
        }

        return written;
    }
}
