using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Mail;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>
/// Writes the exams of the week or month that has begun to whoever asked for them: once for each, whenever the job runs. Operators get those of their region,
/// organisers those of their organisation, experts their own. Who has none gets no message. Answers the number of messages.
/// </summary>
[Authorize(Policy = Policies.System)]
internal sealed record SendSchedules : ICommand<int>;

internal sealed class SendSchedulesHandler(DemoExamDb db, ExamNotices notices, Outbox outbox, TimeProvider time) : IRequestHandler<SendSchedules, int>
{
    private static readonly ExamStatus[] NotHeld = [ExamStatus.Draft, ExamStatus.Cancelled, ExamStatus.Postponed];

    public async Task<int> Handle(SendSchedules request, CancellationToken ct)
    {
        var readers = await db.Users.AsNoTracking().Where(a => a.ScheduleMail != null && a.Email != null && !a.IsDisabled)
            .Select(a => new
            {
                Account = a,
                Zone = db.Regions.Where(r => r.Code == a.RegionCode).Select(r => r.TimeZone).FirstOrDefault(),
                Roles = db.UserRoles.Where(r => r.UserId == a.Id).Select(r => db.Roles.Where(x => x.Id == r.RoleId).Select(x => x.Name!).First()).ToList(),
            }).ToListAsync(ct);
        var written = 0;
        foreach (var reader in readers)
        {
            var rhythm = reader.Account.ScheduleMail!.Value;
            var (from, to) = rhythm.Around(time.Today(reader.Zone ?? RegionToday.Capital));
            var cause = string.Create(CultureInfo.InvariantCulture, $"{rhythm}:{from:yyyyMMdd}");
            if (await outbox.NotTold(MailKind.Schedule, [Receiver.Of(reader.Account.Id, reader.Account.Email!, reader.Account.Language)], cause, ct) is not [var receiver])
            {
                continue;
            }

            var exams = await Own(reader.Account, reader.Roles).Where(e => e.FirstDay <= to && e.LastDay >= from && !NotHeld.Contains(e.Status)).OrderBy(e => e.FirstDay).ThenBy(e => e.Number).Select(e => e.Id).ToListAsync(ct);
            if (exams.Count > 0)
            {
                var facts = (await notices.FactsOf(exams, ct)).ToDictionary(f => f.Id);
                notices.Schedule([.. exams.Select(id => facts[id])], receiver, cause, from, to);
                written++;
            }
        }

        return written;
    }

    private IQueryable<Exam> Own(Account account, List<string> roles)
    {
        var exams = db.Exams.AsNoTracking().IgnoreAutoIncludes();
        return roles.Contains(Roles.RegionalOperator) || roles.Contains(Roles.Administrator) ? exams.Where(e => account.RegionCode == null || e.RegionCode == account.RegionCode)
            : roles.Contains(Roles.Organiser) ? exams.Where(e => e.OrganiserId == account.OrganisationId)
            : exams.Where(e => e.Duties.Any(d => d.ExpertId == account.ExpertId && d.EndedAt == null));
    }
}
