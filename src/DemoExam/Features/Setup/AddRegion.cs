using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Setup;

/// <summary>Adds a region that works with this installation.</summary>
/// <param name="Code">Two digits by the Constitution's list.</param>
/// <param name="Name">Russian name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="TimeZone">IANA time zone of its exams.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record AddRegion(string Code, string Name, string NameEn, string TimeZone) : ICommand<Unit>;

/// <summary>The rule book of the first hour.</summary>
public static class SetupRules
{
    public static readonly Rule RegionIsNew = new("setup.region-there", "This region is there already.");
    public static readonly Rule RegionIsForAll = new("setup.region-beyond", "Only an administrator of the whole installation adds regions.");
}

internal sealed class AddRegionValidator : AbstractValidator<AddRegion>
{
    /// <summary>Time zones of Russia, from west to east.</summary>
    public static readonly IReadOnlyList<string> Zones =
    [
        "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    ];

    public AddRegionValidator()
    {
        RuleFor(r => r.Code).NotEmpty().Must(code => code?.Trim() is [>= '0' and <= '9', >= '0' and <= '9']).WithMessage("Validation.RegionCode");
        RuleFor(r => r.Name).NotEmpty().MaximumLength(120);
        RuleFor(r => r.NameEn).NotEmpty().MaximumLength(120);
        RuleFor(r => r.TimeZone).NotEmpty().Must(zone => Zones.Contains(zone));
    }
}

internal sealed class AddRegionHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<AddRegion, Unit>
{
    public async Task<Unit> Handle(AddRegion request, CancellationToken ct)
    {
        SetupRules.RegionIsForAll.Require(user.SeesAllRegions);
        var code = request.Code.Trim();
        var refusals = new Refusals();
        refusals.Require(SetupRules.RegionIsNew, !await db.Regions.AnyAsync(r => r.Code == code, ct), nameof(request.Code));
        refusals.ThrowIfAny();
        db.Regions.Add(new Region(code, request.Name.Trim(), request.NameEn.Trim(), request.TimeZone));
        return Unit.Value;
    }
}
