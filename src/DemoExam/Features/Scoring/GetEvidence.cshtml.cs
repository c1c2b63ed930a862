using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.TakePartAsExpert)]
[RequestSizeLimit(EvidencePhoto.Largest + Overhead)]
public sealed class GetEvidenceModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    private const int Overhead = 64 * 1024;

    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    [BindProperty(SupportsGet = true)]
    public AspectId AspectId { get; set; }

    [BindProperty]
    public EvidenceForm Input { get; set; } = new();

    public AspectEvidence Evidence { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new AddEvidence(ExamId, CandidateId, AspectId, Input.EvidenceId, Input.Note, await Input.Read(ct)), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Evidence.Added"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Evidence = await mediator.Send(new GetEvidence(ExamId, CandidateId, AspectId), ct);

    /// <summary>Evidence as it is entered.</summary>
    public sealed class EvidenceForm
    {
        public EvidenceId EvidenceId { get; set; } = EvidenceId.New();
        public string? Note { get; set; }
        public IFormFile? Photo { get; set; }

        internal async Task<byte[]?> Read(CancellationToken ct)
        {
            if (Photo is null)
            {
                return null;
            }

            using var bytes = new MemoryStream();
            await Photo.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
    }
}
