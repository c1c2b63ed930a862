using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using MediatR;

namespace DemoExam.Features.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("Reports");
        reports.MapGet("/{kind}", async (string kind, DateOnly? from, DateOnly? to, OrganisationId? organisationId, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new GetReport(Report.KindOf(kind), from, to, organisationId), ct)))
            .WithName("GetReport").WithSummary("A standard report")
            .WithDescription("`kind` is `region`, `college`, `workload`, `gaps` or `supplement`. Exams count by their first day; without days the present year is counted. The summary of the region is for its operator; an organiser gets the own organisation's exams and people.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        reports.MapGet("/{kind}/export", async (string kind, DateOnly? from, DateOnly? to, OrganisationId? organisationId, string? format, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportReport(await mediator.Send(new GetReport(Report.KindOf(kind), from, to, organisationId), ct), ExportReport.FormatOf(format)), ct)).Answer())
            .WithName("ExportReport").WithSummary("A standard report as a file")
            .WithDescription("`format` is `xlsx`, `csv` or `pdf`; the other parameters are those of the report.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
