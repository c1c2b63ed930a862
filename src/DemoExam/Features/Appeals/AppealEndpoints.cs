using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Appeals;

/// <summary>Appeals by API.</summary>
internal static class AppealEndpoints
{
    public static void MapAppeals(this IEndpointRouteBuilder api)
    {
        var appeals = api.MapGroup("/").WithTags("Appeals");

        appeals.MapGet("/appeals", async (ExamId? examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListAppeals(examId), ct)))
            .WithName("ListAppeals").WithSummary("Appeals that wait, and the latest decided").WithDescription("Of the region for the operator, of the own organisation for an organiser, of the own exams for a chief expert; with `examId` of that exam only.");

        appeals.MapGet("/exams/{examId}/appeals/{appealId}", async (ExamId examId, AppealId appealId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetAppeal(examId, appealId), ct)))
            .WithName("GetAppeal").WithSummary("An appeal").WithDescription("What the candidate says, the board that decides, its decision, and the versions of the result.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        appeals.MapPost("/exams/{examId}/appeals", async (ExamId examId, PaperAppeal body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new FileAppeal(examId, body.AppealId, body.CandidateId, body.Kind, body.Text, body.Document), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("FileAppeal").WithSummary("Take in an appeal on paper").WithDescription("For the organiser of the exam and the regional operator, with the document that was handed in. Only so an appeal is taken after its time.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        appeals.MapPost("/exams/{examId}/appeals/{appealId}/decision", async (ExamId examId, AppealId appealId, Decision body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new DecideAppeal(examId, appealId, body.Votes, body.Protocol, body.ProtocolDate, body.Grounds, body.Criterion), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("DecideAppeal").WithSummary("Enter the decision of the appeals board")
            .WithDescription("From its protocol. Two thirds of the board must have been there; the outcome follows from the votes, a tie from the chair's.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        appeals.MapPost("/exams/{examId}/appeals/{appealId}/execution", async (ExamId examId, AppealId appealId, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new CarryOutAppeal(examId, appealId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("CarryOutAppeal").WithSummary("Carry out a satisfied appeal")
            .WithDescription("For the regional operator, never for whoever entered the decision. About the procedure: the result is annulled and the passport revoked. About the result: the candidate's sheets are open for another result.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        appeals.MapGet("/appeal-boards", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListAppealBoards(), ct)))
            .WithName("ListAppealBoards").WithSummary("Appeals boards").WithDescription("The latest first, and the organisations for which the caller may register one.");

        appeals.MapPost("/appeal-boards", async (RegisterAppealBoard body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(body, ct)))
            .AddEndpointFilter<Idempotency>()
            .WithExample(new RegisterAppealBoard(AppealBoardId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000ab")), OrganisationId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000ac")), 2026, "Приказ № 17-ОД от 12.01.2026",
                "Соколова Ирина Павловна", ["Белов Пётр Ильич", "Гусева Анна Олеговна", "Зайцев Олег Юрьевич", "Котова Вера Львовна", "Лисин Глеб Маркович"], "Орлова Нина Игоревна"))
            .WithName("RegisterAppealBoard").WithSummary("Register an appeals board").WithDescription("A chair, a secretary and at least five members for a calendar year. A later one of the same year takes its place.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        var my = appeals.MapGroup("/my");
        my.MapGet("/exams/{examId}/appeals", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMyAppeals(examId), ct)))
            .WithName("GetMyAppeals").WithSummary("My appeals about an exam").WithDescription("Which may be filed until when, and what was decided.").ProducesProblem(StatusCodes.Status404NotFound);

        my.MapPost("/exams/{examId}/appeals", async (ExamId examId, OwnAppeal body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new FileMyAppeal(examId, body.AppealId, body.Kind, body.Text), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("FileMyAppeal").WithSummary("Appeal").WithDescription("procedure: on the exam day, before leaving. result: until the end of the next working day after the announcement, by the calendar of the region.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        my.MapPost("/appeals/{appealId}/read", async (AppealId appealId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ReadAppealDecision(appealId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("ReadAppealDecision").WithSummary("Confirm having read the decision").WithDescription("The first time counts.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>An appeal on paper.</summary>
    internal sealed record PaperAppeal(AppealId AppealId, CandidateId CandidateId, AppealKind Kind, string Text, string Document);

    /// <summary>A candidate's own appeal.</summary>
    internal sealed record OwnAppeal(AppealId AppealId, AppealKind Kind, string Text);

    /// <summary>What the protocol of the board says.</summary>
    internal sealed record Decision(IReadOnlyList<MemberVote> Votes, string Protocol, DateOnly ProtocolDate, string Grounds, string? Criterion);
}
