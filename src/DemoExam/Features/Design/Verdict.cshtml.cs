using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Design;

/// <summary>How a page without an account looks.</summary>
[AllowAnonymous]
public sealed class VerdictModel : PageModel;
