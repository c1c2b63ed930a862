using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Shared;

/// <summary>What readers see instead of a bare status. Any method leads here: a refused POST is re-executed as it was.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ProblemModel : PageModel
{
    [FromRoute]
    public int Status { get; set; }

    public string TextKey => Status is 403 or 404 or 409 or >= 500 ? $"Shared.Problem.{Math.Min(Status, 500)}" : "Shared.Problem.Other";

    public string Icon => Status switch
    {
        403 => "lock",
        404 => "search",
        409 => "people",
        _ => "warning",
    };

    public string Code => $"{Status}-{Activity.Current?.TraceId.ToString()[..12] ?? HttpContext.TraceIdentifier}";

    public void OnGet() => Response.StatusCode = Status;

    public void OnPost() => Response.StatusCode = Status;
}
