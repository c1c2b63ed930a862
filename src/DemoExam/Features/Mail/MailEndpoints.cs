using DemoExam.Domain;
using MediatR;

namespace DemoExam.Features.Mail;

/// <summary>The outbox in the API.</summary>
internal static class MailEndpoints
{
    public static void MapMail(this IEndpointRouteBuilder api)
    {
        var mail = api.MapGroup("/admin/mail").WithTags("Admin");
        mail.MapGet("/", async ([AsParameters] ListMail query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListMail").WithSummary("The outbox").WithDescription("What waits, what failed and why, what was sent; the newest first. `status` is Open, Sent or Failed.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        mail.MapPost("/retry", async (MailMessageId? id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(new Retried(await mediator.Send(new RetryMail(id), ct))))
            .WithName("RetryMail").WithSummary("Send failed messages again").WithDescription("One with `id`, else all that have failed.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        mail.MapPost("/test", async (IMediator mediator, CancellationToken ct) => TypedResults.Accepted((string?)null, new TestMail(await mediator.Send(new SendTestMail(), ct))))
            .WithName("SendTestMail").WithSummary("Write to my own address").WithDescription("Tries the settings of the mail server; how it went stands in the outbox.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>How many messages are tried again.</summary>
    internal sealed record Retried(int Messages);

    /// <summary>Where the test goes.</summary>
    internal sealed record TestMail(string Address);
}
