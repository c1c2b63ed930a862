using DemoExam.Features.Home;
using DemoExam.Features.Regions;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features;

/// <summary>Home: what to do next for those who have signed in, a check of a passport for everybody else.</summary>
[AllowAnonymous]
public sealed class IndexModel(IMediator mediator, CurrentUser user) : PageModel
{
    /// <summary>Null for a visitor.</summary>
    public HomeView? Home { get; private set; }

    public string? Name => user.DisplayName;

    /// <summary>Regions with a public register, for a visitor.</summary>
    public IReadOnlyList<PublicRegion> Regions { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        if (user.IsSignedIn)
        {
            Home = await mediator.Send(new GetHome(), ct);
        }
        else
        {
            Regions = await mediator.Send(new ListPublicRegions(), ct);
        }
    }
}
