using DemoExam.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

/// <summary>The way of an expert to their own entry, for the navigation, which knows no ids.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed class GetMyCredentialsModel(CurrentUser user) : PageModel
{
    public IActionResult OnGet() => user.ExpertId is { } expert ? RedirectToPage("/Experts/GetExpert", new { expertId = expert }) : NotFound();
}
