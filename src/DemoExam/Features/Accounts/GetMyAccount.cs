using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Who I am to the service.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record GetMyAccount : IQuery<MyAccount>;

/// <param name="Region">Name of the region; null for the whole installation.</param>
/// <param name="Language">Language of messages to me: <c>ru</c> or <c>en</c>.</param>
/// <param name="ScheduleMail">How often the schedule of exams goes to my address; null for never.</param>
public sealed record MyAccount(string UserName, string DisplayName, string? Email, IReadOnlyList<string> Roles, string? RegionCode, string? Region, string? RegionEn,
    string? Organisation, string? OrganisationEn, ExpertId? ExpertId, CandidateId? CandidateId, string Language, ScheduleRhythm? ScheduleMail);

internal sealed class GetMyAccountHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetMyAccount, MyAccount>
{
    public async Task<MyAccount> Handle(GetMyAccount request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.AsNoTracking().Where(a => a.Id == id).Select(a => new
        {
            a.UserName,
            a.DisplayName,
            a.Email,
            a.RegionCode,
            Region = db.Regions.Where(r => r.Code == a.RegionCode).Select(r => new { r.Name, r.NameEn }).FirstOrDefault(),
            Organisation = db.Organisations.Where(o => o.Id == a.OrganisationId).Select(o => new { o.ShortName, o.NameEn }).FirstOrDefault(),
            Roles = db.UserRoles.Where(r => r.UserId == a.Id).Select(r => db.Roles.Where(x => x.Id == r.RoleId).Select(x => x.Name!).First()).ToList(),
            a.ExpertId,
            a.CandidateId,
            a.Language,
            a.ScheduleMail,
        }).SingleOrDefaultAsync(ct), "account");
        return new MyAccount(account.UserName!, account.DisplayName, account.Email, [.. Security.Roles.All.Where(account.Roles.Contains)],
            account.RegionCode, account.Region?.Name, account.Region?.NameEn, account.Organisation?.ShortName, account.Organisation?.NameEn, account.ExpertId, account.CandidateId, account.Language ?? "ru", account.ScheduleMail);
    }
}
