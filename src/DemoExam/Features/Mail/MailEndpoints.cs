using DemoExam.Domain;
using DemoExam.Web;
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

        var server = api.MapGroup("/admin/mail-server").WithTags("Admin");
        server.MapGet("/", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMailServer(), ct)))
            .WithName("GetMailServer").WithSummary("Where messages go")
            .WithDescription("The mail server, without its password; no `host` while messages are kept as files. With `isOfService` the settings of the service name it; with `isPasswordLost` the kept password can't be read: set it again.");
        server.MapPut("/", async (SetMailServer body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new SetMailServer("mail.example.org", "exams@example.org", FromName: "Экзамены", User: "exams", Password: "…"))
            .WithName("SetMailServer").WithSummary("Send through this mail server")
            .WithDescription("Holds at once on every node. `security` is StartTls (port 587), Tls (465) or None (a relay on the same machine, without a user). Without `password` the kept one stays, for the same `host` and `user`. Each refusal names its field. What the settings of the service name can't be changed here.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);
        server.MapDelete("/", async (IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new RemoveMailServer(), ct);
                return TypedResults.NoContent();
            })
            .WithName("RemoveMailServer").WithSummary("Keep messages as files").WithDescription("Forgets the mail server and its password.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>How many messages are tried again.</summary>
    internal sealed record Retried(int Messages);

    /// <summary>Where the test goes.</summary>
    internal sealed record TestMail(string Address);
}
