using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>What a graduate's link asks about. It says nothing about the person: whoever finds the link learns no name.</summary>
[AllowAnonymous]
public sealed record GetOutcomeForm(string Token) : IQuery<OutcomeForm>;

public sealed record OutcomeForm(string Programme, string ProgrammeEn, string Organisation, string OrganisationEn, int Year);

internal sealed class GetOutcomeFormHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<GetOutcomeForm, OutcomeForm>
{
    public async Task<OutcomeForm> Handle(GetOutcomeForm request, CancellationToken ct)
    {
        var participant = await db.ByForm(request.Token, time, ct);
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == participant.ProgrammeId, ct);
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == programme.OrganisationId, ct);
        return new OutcomeForm(programme.Name, programme.NameEn, organisation.Name, organisation.NameEn, programme.GroupOf(participant.GroupId).LastDay.Year);
    }
}

/// <summary>A graduate tells what came of the training. The link ends with it.</summary>
/// <param name="Employer">The graduate may keep it back.</param>
[AllowAnonymous]
public sealed record AnswerOutcome(string Token, OutcomeKind Kind, string? Employer = null) : ICommand<OutcomeKind>;

internal sealed class AnswerOutcomeValidator : AbstractValidator<AnswerOutcome>
{
    public AnswerOutcomeValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Employer).MaximumLength(240);
    }
}

internal sealed class AnswerOutcomeHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<AnswerOutcome, OutcomeKind>
{
    public async Task<OutcomeKind> Handle(AnswerOutcome request, CancellationToken ct)
    {
        var participant = await db.ByForm(request.Token, time, ct);
        var programme = await db.Programmes.SingleAsync(p => p.Id == participant.ProgrammeId, ct);
        var region = await db.Regions.AsNoTracking().SingleAsync(r => r.Code == programme.RegionCode, ct);
        var today = time.Today(region.TimeZone);
        var employer = request.Kind != OutcomeKind.Employed || string.IsNullOrWhiteSpace(request.Employer) ? null : request.Employer.Trim();
        participant.Tell(EmploymentOutcomeId.New(), new ToldOutcome(request.Kind, today, employer, OutcomeSource.Graduate), programme.GroupOf(participant.GroupId), today, time.GetUtcNow(), "");
        return request.Kind;
    }
}

internal static class OutcomeForms
{
    /// <summary>The participant behind a link.</summary>
    /// <exception cref="NotFound">The link was never made, was used, was replaced or is too old; which of it, is told to nobody.</exception>
    public static async Task<Participant> ByForm(this DemoExamDb db, string token, TimeProvider time, CancellationToken ct)
    {
        var (hash, now) = (OneTimeCode.HashOf(token), time.GetUtcNow());
        return NotFound.Unless(await db.Participants.SingleOrDefaultAsync(p => p.FormHash == hash && p.FormValidTo >= now, ct), "outcome form");
    }
}
