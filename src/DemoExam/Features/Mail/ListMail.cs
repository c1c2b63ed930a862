using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>The outbox: what waits, what failed and why, what was sent; the newest first.</summary>
/// <param name="Status">Only these; null for all.</param>
/// <param name="After">The last message of the page before.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record ListMail(MailStatus? Status = null, MailMessageId? After = null) : IQuery<MailList>;

/// <summary>A page of the outbox.</summary>
/// <param name="Server">Mail server as host:port; null while messages go into the folder.</param>
/// <param name="Folder">The pickup folder; null with a mail server.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record MailList(string? Server, string? Folder, MailCounts Counts, IReadOnlyList<MailLine> Messages, string? Next);

/// <summary>How many messages are in which state.</summary>
/// <param name="Sent">Of the last 30 days.</param>
public sealed record MailCounts(int Open, int Sent, int Failed);

/// <summary>One message.</summary>
/// <param name="Failure">Code of the last failure.</param>
/// <param name="NextAttempt">When it is tried again; null when it isn't.</param>
public sealed record MailLine(
    MailMessageId Id, MailKind Kind, string Address, string Language, MailStatus Status, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, int Attempts,
    string? Failure, string? FailureDetail, DateTimeOffset? NextAttempt);

internal sealed class ListMailValidator : AbstractValidator<ListMail>
{
    public ListMailValidator() => RuleFor(x => x.Status).IsInEnum();
}

internal sealed class ListMailHandler(DemoExamDb db, MailSettings mail, IConfiguration configuration, TimeProvider time) : IRequestHandler<ListMail, MailList>
{
    private const int PageSize = 50, Days = 30;

    public async Task<MailList> Handle(ListMail request, CancellationToken ct)
    {
        // What was sent is never counted whole: it grows for years.
        var since = time.GetUtcNow().AddDays(-Days);
        var counts = new MailCounts(
            await db.MailMessages.CountAsync(m => m.Status == MailStatus.Open || m.Status == MailStatus.Leased, ct),
            await db.MailMessages.CountAsync(m => m.Status == MailStatus.Sent && m.CreatedAt >= since, ct),
            await db.MailMessages.CountAsync(m => m.Status == MailStatus.Failed, ct));
        var messages = db.MailMessages.AsNoTracking();
        messages = request.Status switch
        {
            null => messages,
            MailStatus.Open or MailStatus.Leased => messages.Where(m => m.Status == MailStatus.Open || m.Status == MailStatus.Leased),
            var status => messages.Where(m => m.Status == status),
        };
        if (request.After is { } after && await db.MailMessages.AsNoTracking().Where(m => m.Id == after).Select(m => new { m.CreatedAt, m.Key }).SingleOrDefaultAsync(ct) is { } last)
        {
            messages = messages.Where(m => m.CreatedAt <= last.CreatedAt && (m.CreatedAt < last.CreatedAt || m.Key.CompareTo(last.Key) < 0));
        }

        var rows = await messages.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Key).Take(PageSize + 1).ToListAsync(ct);
        var shown = rows.Take(PageSize).Select(m => new MailLine(m.Id, m.Kind, m.Address, m.Language, m.Status, m.CreatedAt, m.SentAt, m.Attempts, m.Failure, m.FailureDetail,
            m is { Status: MailStatus.Open, Attempts: > 0 } ? m.NotBefore : null)).ToList();
        var settings = await mail.InForce(ct);
        return new MailList(
            settings.IsSmtp ? $"{settings.Host}:{settings.Port}" : null, settings.IsSmtp ? null : settings.FolderOf(configuration),
            counts, shown, rows.Count > PageSize ? shown[^1].Id.ToString() : null);
    }
}
