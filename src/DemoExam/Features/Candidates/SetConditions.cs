using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>Special conditions of a candidate, for those who plan exams. Health data: in no register, list or export (152-FZ, article 10).</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record GetConditions(CandidateId CandidateId) : IQuery<ConditionsView>;

/// <param name="Kinds">What is granted; empty for nothing.</param>
/// <param name="ExtraPercent">More time, per cent of the working time.</param>
/// <param name="Basis">Document that grants it.</param>
/// <param name="By">Who entered it last; null while nothing is granted.</param>
/// <param name="At">When.</param>
public sealed record ConditionsView(CandidateId CandidateId, PersonName Name, IReadOnlyList<Accommodations> Kinds, int ExtraPercent, string Basis, string? By, DateTimeOffset? At);

internal sealed class GetConditionsHandler(DemoExamDb db, DataAccess access, CurrentUser user) : IRequestHandler<GetConditions, ConditionsView>
{
    public async Task<ConditionsView> Handle(GetConditions request, CancellationToken ct)
    {
        var candidate = await db.RequireCandidate(request.CandidateId, user, ct);
        access.Note(PersonalDataKind.Conditions, candidate.Id);
        var granted = (await db.LoadConditions([candidate.Id], ct)).GetValueOrDefault(candidate.Id);
        return new ConditionsView(candidate.Id, candidate.Name, granted?.Kinds.Single() ?? [], granted?.ExtraPercent ?? 0, granted?.Basis ?? "", granted?.By, granted?.At);
    }
}

/// <summary>Sets the special conditions of a candidate by a document. Exams planned from now on give the extra time; nothing at all takes the conditions back.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record SetConditions(CandidateId CandidateId, IReadOnlyList<Accommodations> Kinds, int ExtraPercent, string Basis) : ICommand<Unit>;

internal sealed class SetConditionsValidator : AbstractValidator<SetConditions>
{
    public SetConditionsValidator()
    {
        RuleFor(x => x.Kinds).NotNull();
        RuleForEach(x => x.Kinds).IsInEnum();
        RuleFor(x => x.Basis).MaximumLength(200).NotEmpty().When(x => x.Kinds is { Count: > 0 });
    }
}

internal sealed class SetConditionsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<SetConditions, Unit>
{
    public async Task<Unit> Handle(SetConditions request, CancellationToken ct)
    {
        var candidate = await db.RequireCandidate(request.CandidateId, user, ct);
        var kinds = request.Kinds.Aggregate(Accommodations.None, (all, kind) => all | kind);
        var granted = await db.Accommodations.SingleOrDefaultAsync(a => a.CandidateId == candidate.Id, ct);
        if (kinds == Accommodations.None && request.ExtraPercent == 0)
        {
            if (granted is not null)
            {
                db.Accommodations.Remove(granted);
            }

            return Unit.Value;
        }

        if (granted is null)
        {
            granted = new Accommodation(candidate.Id);
            db.Accommodations.Add(granted);
        }

        granted.Grant(kinds, request.ExtraPercent, request.Basis.Trim(), user.DisplayName ?? user.UserName ?? user.Id, time.GetUtcNow());
        return Unit.Value;
    }
}

internal static class ConditionsLoading
{
    /// <summary>Special conditions of candidates who have some, with those of entries that were merged into theirs.</summary>
    public static async Task<IReadOnlyDictionary<CandidateId, Accommodation>> LoadConditions(this DemoExamDb db, IReadOnlyCollection<CandidateId> candidates, CancellationToken ct)
    {
        var rows = await (from accommodation in db.Accommodations.AsNoTracking()
                          join candidate in db.Candidates on accommodation.CandidateId equals candidate.Id
                          where candidates.Contains(candidate.Id) || (candidate.MergedInto != null && candidates.Contains(candidate.MergedInto.Value))
                          select new { candidate.Id, candidate.MergedInto, Accommodation = accommodation }).ToListAsync(ct);
        return rows.GroupBy(r => candidates.Contains(r.Id) ? r.Id : r.MergedInto!.Value)
            .ToDictionary(g => g.Key, g => g.OrderByDescending(r => r.Id == g.Key).ThenByDescending(r => r.Accommodation.At).First().Accommodation);
    }

    /// <summary>Each condition of a set.</summary>
    public static IReadOnlyList<Accommodations> Single(this Accommodations kinds) => [.. Enum.GetValues<Accommodations>().Where(kind => kind != Accommodations.None && kinds.HasFlag(kind))];

    /// <exception cref="NotFound">There is none that counts and that the user may see.</exception>
    public static async Task<Candidate> RequireCandidate(this DemoExamDb db, CandidateId id, CurrentUser user, CancellationToken ct) =>
        NotFound.Unless(await db.Candidates.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(c => c.Id == id && c.MergedInto == null, ct), "candidate", id);
}
