using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>What an achievement named in a credential is: a package at a level. Open to everybody, as packages are.</summary>
/// <param name="PackageId">Version of the package.</param>
/// <param name="Level">Level in the form of <see cref="IssuerIdentity.NameOf"/>.</param>
[AllowAnonymous]
public sealed record GetAchievement(PackageId PackageId, string Level) : IQuery<Achievement>;

/// <summary>An achievement in the words of Open Badges 3.0.</summary>
public sealed record Achievement(
    [property: JsonPropertyName("@context")] IReadOnlyList<string> Context, string Id, IReadOnlyList<string> Type, string AchievementType, string Name, string Description,
    string InLanguage, AchievementCriteria Criteria);

/// <summary>How it is reached.</summary>
public sealed record AchievementCriteria(string Narrative);

internal sealed class GetAchievementHandler(DemoExamDb db, IssuerIdentity issuer, Texts texts) : IRequestHandler<GetAchievement, Achievement>
{
    public async Task<Achievement> Handle(GetAchievement request, CancellationToken ct)
    {
        var scope = ExamScope.All
            .Where(s => IssuerIdentity.NameOf(s) == request.Level).Cast<ExamScope?>().SingleOrDefault();
        var package = scope is null
            ? null
            : await db.Packages.AsNoTracking().Where(p => p.Id == request.PackageId).Select(p => new { p.Code, p.Name, Maximum = p.Criteria.Select(c => new { c.Use, c.Letter, c.Name }).ToList() }).SingleOrDefaultAsync(ct);
        var found = NotFound.Unless(package, "achievement", request.PackageId);
        var russian = texts.In(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"));
        return new Achievement(
            ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            issuer.Achievement(request.PackageId, scope!.Value).AbsoluteUri, ["Achievement"], "Assessment", found.Name, $"{russian.Of(scope.Value.Level)}. {found.Code}", "ru",
            new AchievementCriteria(string.Join("; ", found.Maximum.Where(c => scope.Value.Covers(c.Use)).Select(c => $"{c.Letter} {c.Name}"))));
    }
}
