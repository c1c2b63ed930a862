using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Somebody to write to.</summary>
/// <param name="Who">Person or account: with the cause it makes the message unique.</param>
/// <param name="Language">Two letters.</param>
internal sealed record Receiver(Guid Who, string Address, string Language)
{
    public const string DefaultLanguage = "ru";

    public static Receiver Of(Guid who, string address, string? language) => new(who, address, language ?? DefaultLanguage);
}

/// <summary>
/// Writes messages into the transaction of whoever calls: they are sent when, and only when, the fact that causes them is saved.
/// </summary>
internal sealed class Outbox(DemoExamDb db, Texts texts, TimeProvider time, AfterCommit afterCommit, MailSending sending)
{
    private static readonly Dictionary<string, CultureInfo> Cultures = new()
    {
        ["ru"] = CultureInfo.GetCultureInfo("ru-RU"),
        ["en"] = CultureInfo.GetCultureInfo("en-GB"),
    };

    /// <summary>Adds a message.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="cause">Names the cause; the same cause writes to a receiver once, for ever.</param>
    /// <param name="path">Page that it leads to.</param>
    /// <param name="facts">The facts of the kind, in the language of the given texts.</param>
    /// <param name="calendar">A calendar file in the language of the given texts.</param>
    public void Write(MailKind kind, Receiver to, string cause, string path, Func<Texts, IEnumerable<(string Name, string Value)>> facts, Func<Texts, string>? calendar = null)
    {
        var spoken = texts.In(Cultures[to.Language]);
        var said = facts(spoken).ToDictionary(f => f.Name, f => f.Value);
        if (MailTemplates.FactsOf(kind).Except(said.Keys).ToList() is { Count: > 0 } missing)
        {
            throw new ArgumentException($"A message {kind} needs {string.Join(", ", missing)}.", nameof(facts));
        }

        db.MailMessages.Add(new MailMessage(MailMessageId.New(), kind, KeyOf(kind, to.Who, cause), to.Address, to.Language, path, said, calendar?.Invoke(spoken), time.GetUtcNow()));
        afterCommit.Do(sending.Nudge);
    }

    /// <summary>Those who were not written to for this cause yet.</summary>
    public async Task<IReadOnlyList<Receiver>> NotTold(MailKind kind, IReadOnlyCollection<Receiver> receivers, string cause, CancellationToken ct) =>
        [.. (await NotTold(kind, [.. receivers.Select(r => (r, cause))], ct)).Select(m => m.To)];

    /// <summary>The messages that were not written yet, each to its receiver for its cause.</summary>
    public async Task<IReadOnlyList<(Receiver To, string Cause)>> NotTold(MailKind kind, IReadOnlyCollection<(Receiver To, string Cause)> messages, CancellationToken ct)
    {
        var keys = messages.ToDictionary(m => KeyOf(kind, m.To.Who, m.Cause));
        var told = (await db.MailMessages.Where(m => keys.Keys.Contains(m.Key)).Select(m => m.Key).ToListAsync(ct)).ToHashSet();
        return [.. keys.Where(k => !told.Contains(k.Key)).Select(k => k.Value)];
    }

    /// <summary>Names a message by its kind, cause and receiver.</summary>
    public static string KeyOf(MailKind kind, Guid who, string cause) => $"{kind}:{cause}:{who:N}";
}

/// <summary>Where people are reached, in the language that they chose.</summary>
internal static class Receivers
{
    /// <summary>Experts by the address in the register, else by that of their account; those without any are left out.</summary>
    public static async Task<IReadOnlyDictionary<ExpertId, Receiver>> ReceiversOf(this DemoExamDb db, IReadOnlyCollection<ExpertId> experts, CancellationToken ct)
    {
        var accounts = (await db.Users.AsNoTracking().Where(a => a.ExpertId != null && experts.Contains(a.ExpertId.Value) && !a.IsDisabled)
            .Select(a => new { Id = a.ExpertId!.Value, a.Email, a.Language }).ToListAsync(ct)).ToLookup(a => a.Id);
        var rows = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => experts.Contains(e.Id)).Select(e => new { e.Id, e.Email }).ToListAsync(ct);
        return rows
            .Select(e => (e.Id, Address: e.Email ?? accounts[e.Id].Select(a => a.Email).FirstOrDefault(m => m is not null), accounts[e.Id].FirstOrDefault(a => a.Language is not null)?.Language))
            .Where(e => e.Address is not null)
            .ToDictionary(e => e.Id, e => Receiver.Of(e.Id.Value, e.Address!, e.Language));
    }

    /// <summary>Candidates by the address in the register, else by that of their account; those without any are left out.</summary>
    public static async Task<IReadOnlyDictionary<CandidateId, Receiver>> ReceiversOf(this DemoExamDb db, IReadOnlyCollection<CandidateId> candidates, CancellationToken ct)
    {
        var accounts = (await db.Users.AsNoTracking().Where(a => a.CandidateId != null && candidates.Contains(a.CandidateId.Value) && !a.IsDisabled)
            .Select(a => new { Id = a.CandidateId!.Value, a.Email, a.Language }).ToListAsync(ct)).ToLookup(a => a.Id);
        var rows = await db.Candidates.AsNoTracking().IgnoreAutoIncludes().Where(c => candidates.Contains(c.Id)).Select(c => new { c.Id, c.Email }).ToListAsync(ct);
        return rows
            .Select(c => (c.Id, Address: c.Email ?? accounts[c.Id].Select(a => a.Email).FirstOrDefault(m => m is not null), accounts[c.Id].FirstOrDefault(a => a.Language is not null)?.Language))
            .Where(c => c.Address is not null)
            .ToDictionary(c => c.Id, c => Receiver.Of(c.Id.Value, c.Address!, c.Language));
    }

    /// <summary>Regional operators of a region.</summary>
    public static Task<IReadOnlyList<Receiver>> Operators(this DemoExamDb db, string region, CancellationToken ct) =>
        db.Accounts(Roles.RegionalOperator, db.Users.Where(a => a.RegionCode == region), ct);

    /// <summary>Administrators of the whole installation.</summary>
    public static Task<IReadOnlyList<Receiver>> Administrators(this DemoExamDb db, CancellationToken ct) =>
        db.Accounts(Roles.Administrator, db.Users.Where(a => a.RegionCode == null), ct);

    /// <summary>Organisers of the organisation that holds an exam; the region's operators when it has none with an address.</summary>
    public static async Task<IReadOnlyList<Receiver>> Organisers(this DemoExamDb db, OrganisationId organiser, string region, CancellationToken ct) =>
        await db.Accounts(Roles.Organiser, db.Users.Where(a => a.OrganisationId == organiser), ct) is { Count: > 0 } found ? found : await db.Operators(region, ct);

    private static async Task<IReadOnlyList<Receiver>> Accounts(this DemoExamDb db, string role, IQueryable<Account> accounts, CancellationToken ct)
    {
        var rows = await (
            from account in accounts.AsNoTracking()
            where !account.IsDisabled && account.Email != null && db.UserRoles.Any(r => r.UserId == account.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == role))
            select new { account.Id, account.Email, account.Language }).ToListAsync(ct);
        return rows.ConvertAll(a => Receiver.Of(a.Id, a.Email!, a.Language));
    }
}
