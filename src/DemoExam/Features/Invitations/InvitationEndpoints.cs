using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Invitations;

/// <summary>Invitations of experts in the API.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var exam = api.MapGroup("/exams/{examId}/invitations").WithTags("Invitations");
        exam.MapGet("/", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetInvitations(examId), ct)))
            .WithName("GetInvitations").WithSummary("Who of the planned experts was asked, and the answers")
            .WithDescription("`state` says how it stands today, `whyNot` what the registers hold against an expert now, `substitutes` who could take the place.").ProducesProblem(StatusCodes.Status404NotFound);
        exam.MapPost("/", async (ExamId examId, ExpertId? expertId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new InviteExperts(examId, expertId), ct)))
            .WithName("InviteExperts").WithSummary("Ask the planned experts to take part")
            .WithDescription("All who were not asked yet or answered for other days; with `expertId` only that one. Credentials and conflicts of interest are looked at anew: who fails is not asked and stands in `refused`. Doing it again asks nobody twice.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        exam.MapPost("/replace", async (ExamId examId, Replacement body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ReplaceInvited(examId, body.Dropped, body.Substitute), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("ReplaceInvited").WithSummary("Put another expert in the place of a planned one and ask them")
            .WithDescription("Before the exam starts. Everything that speaks against the substitute is in `refusals`.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        var my = api.MapGroup("/my/invitations").WithTags("Invitations");
        my.MapGet("/", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyInvitations(), ct)))
            .WithName("GetMyInvitations").WithSummary("Exams that I am asked to").WithDescription("For experts: exams that have not started, the next first.");
        my.MapPost("/{id}/answer", async (InvitationId id, InvitationAnswer body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new Answered(await mediator.Send(new AnswerInvitation(id, body.Accepts, body.Reason), ct))))
            .AddEndpointFilter<Idempotency>()
            .WithName("AnswerInvitation").WithSummary("Accept or decline an invitation")
            .WithDescription("`reason` is needed to decline. Until the exam starts an answer can be changed.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Who takes whose place.</summary>
    internal sealed record Replacement(ExpertId Dropped, ExpertId Substitute);

    /// <summary>An answer.</summary>
    internal sealed record InvitationAnswer(bool Accepts, string? Reason);

    /// <summary>What the invitation is now.</summary>
    internal sealed record Answered(InvitationStatus Status);
}
