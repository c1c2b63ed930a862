using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class GetArticlesModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<ArticleView> Articles { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Articles = await mediator.Send(new GetArticles(), ct);
}
