using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Passports;

/// <summary>An invented passport in a layout as its file is now; unsigned, and says so.</summary>
/// <param name="Name">File name without its ending.</param>
/// <param name="Sample">Whose passport.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record PreviewLayout(string Name, LayoutSample Sample) : IQuery<PassportFile>;

internal sealed class PreviewLayoutValidator : AbstractValidator<PreviewLayout>
{
    public PreviewLayoutValidator() => RuleFor(r => r.Sample).IsInEnum();
}

internal sealed class PreviewLayoutHandler(PassportLayouts layouts, IOptions<IssuerOptions> issuer, PublicAddress address) : IRequestHandler<PreviewLayout, PassportFile>
{
    // As long as a real one, so that the code on the paper has its real size; there is no such passport.
    private const string NoToken = "0000000000000000000000";

    public Task<PassportFile> Handle(PreviewLayout request, CancellationToken ct)
    {
        NotFound.Unless(layouts.Names.Contains(request.Name, StringComparer.Ordinal) ? request.Name : null, "layout", request.Name);
        var fault = layouts.FaultOf(request.Name);
        PassportRules.LayoutIsGood.Require(fault is null, ("layout", request.Name), ("fault", fault));
        var content = SamplePassports.Of(request.Sample, issuer.Value, new Uri(address.Value), address.With($"/p/{NoToken}"));
        using var drawn = layouts.Try(request.Name).Render(content);
        return Task.FromResult(new PassportFile($"{request.Name}-{request.Sample}.pdf".ToLowerInvariant(), drawn.ToArray()));
    }
}
