using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>Makes an address for one reader that shows what the holder ticks, until a day that the holder chooses.</summary>
/// <param name="Id">The passport.</param>
/// <param name="Contents">What is shown.</param>
/// <param name="Until">Last day, by the time of Moscow.</param>
/// <param name="Note">For whom; only the holder sees it.</param>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record SharePassport(PassportId Id, ShareContents Contents, DateOnly Until, string? Note = null) : ICommand<Uri>;

internal sealed class SharePassportValidator : AbstractValidator<SharePassport>
{
    private const int LongestNote = 200, MostLines = 200;

    public SharePassportValidator()
    {
        RuleFor(r => r.Contents).NotNull();
        RuleFor(r => r.Contents.Modules.Count).LessThanOrEqualTo(MostLines);
        RuleFor(r => r.Contents.Sections.Count).LessThanOrEqualTo(MostLines);
        RuleFor(r => r.Until).NotEmpty();
        RuleFor(r => r.Note).MaximumLength(LongestNote);
    }
}

internal sealed class SharePassportHandler(DemoExamDb db, CurrentUser user, PublicAddress address, TimeProvider time) : IRequestHandler<SharePassport, Uri>
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    public async Task<Uri> Handle(SharePassport request, CancellationToken ct)
    {
        var me = user.RequireCandidate();
        var passport = NotFound.Unless(await db.Passports.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id && p.CandidateId == me, ct), "passport", request.Id);
        var end = request.Until.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        var link = new ShareLink(
            ShareLinkId.New(), passport.Id, PublicToken.From(RandomNumberGenerator.GetBytes(16)), request.Contents, request.Note?.Trim() ?? "", ConsentText.Version,
            new DateTimeOffset(end, Moscow.GetUtcOffset(end)), time.GetUtcNow());
        db.ShareLinks.Add(link);
        return address.With($"/s/{link.Token}");
    }
}
