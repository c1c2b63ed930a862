using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The chief expert carries over what stands on paper: of every sheet that two persons have read alike, the aspects for which
/// nothing was entered. No mark of the chief expert's own: each entry names the sheet, its readers and the experts whose mark it is.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record CarryOverPaper(ExamId ExamId) : ICommand<CarriedOverPaper>, IAudited;

/// <summary>What was carried over.</summary>
public sealed record CarriedOverPaper(int Sheets, int Marks);

internal sealed class CarryOverPaperHandler(DemoExamDb db, MarkingSchemes schemes, ExamsAtWork exams, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail) : IRequestHandler<CarryOverPaper, CarriedOverPaper>
{
    public async Task<CarriedOverPaper> Handle(CarryOverPaper request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        work.Exam.RequireChief(work.Me.Id);
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        var paper = await Reconciling.Load(db, desk, cancellationToken);
        var sheets = await db.ScoreSheets.Where(s => s.ExamId == request.ExamId && s.Status == ScoreSheetStatus.Open).ToDictionaryAsync(s => (s.CandidateId, s.CriterionId), cancellationToken);
        var now = time.GetUtcNow();
        var carried = new List<(string Code, int Marks, ScoreSheet Sheet)>();
        foreach (var seat in work.Scored)
        {
            foreach (var criterion in desk.Criteria.Where(c => sheets.ContainsKey((seat.Candidate.Id, c.Id))))
            {
                var comparison = paper.Compare(seat.Candidate.Id, criterion);
                if (comparison.Agreed is not { } agreed)
                {
                    continue;
                }

                var sheet = sheets[(seat.Candidate.Id, criterion.Id)];
                var code = PaperReading.CodeOf(request.ExamId, seat.Candidate.Id, criterion.Id);
                var source = $"{code}; {string.Join(", ", comparison.Readers)}; {string.Join(", ", work.SignersOf(seat, criterion).Select(work.NameOf))}";
                var marks = criterion.Aspects.Count(a => sheet.CarryOver(
                    new ScoreEntry(ScoreEntryId.New(), a.Id, work.Me.Id, ScoreContent.FromPaper(agreed[a.Code], source), [], now, now), a, work.Package.Judgement));
                if (marks > 0)
                {
                    carried.Add((code, marks, sheet));
                }
            }
        }

        ScoringRules.PaperIsReadTwice.Require(carried.Count > 0);
        await trail.Add(request.ExamId, AuditDeed.PaperCarriedOver, cancellationToken,
            [("sheets", string.Join(", ", carried.Select(c => c.Code))), ("entries", $"{carried.Sum(c => c.Marks)}"), .. carried.Select(c => ($"sheet:{c.Sheet.Id}", c.Sheet.ContentHash()))]);
        afterCommit.Do(() => signals.Raise(request.ExamId));
        return new CarriedOverPaper(carried.Count, carried.Sum(c => c.Marks));
    }
}
