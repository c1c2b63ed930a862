using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain.Audit;
using DemoExam.Features.Passports;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Employers;

/// <summary>The passports that the own organisation received, all checked at this moment, as a table.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.BeEmployer)]
public sealed record ExportReceivedPassports(ListReceivedPassports Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportReceivedPassportsHandler(DemoExamDb db, CurrentUser user, DataAccess access, Verifier verifier, TimeProvider time, Texts texts) : IRequestHandler<ExportReceivedPassports, TableFile>
{
    private static readonly int[] Widths = [20, 36, 50, 30, 12, 12, 20, 20, 20];

    public async Task<TableFile> Handle(ExportReceivedPassports request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var rows = new List<TableRow>
        {
            new([texts["Employers.Received.Number"], texts["Employers.Received.Holder"], texts["Employers.Received.Skill"], texts["Employers.Level"], texts["Employers.Received.Total"], texts["Employers.Received.Maximum"],
                texts["Employers.Received.Standing"], texts["Employers.Received.SharedAt"], texts["Employers.Received.Until"]], IsHeading: true),
        };
        await foreach (var received in db.ReceivedBy(user.RequireEmployer(), now).Matching(request.Filter.Speciality, request.Filter.Level).InOrder().AsAsyncEnumerable().WithCancellation(ct))
        {
            var check = received.Check(verifier, now);
            var passport = check.Passport!;
            access.Note(PersonalDataKind.Export, received.Passport.CandidateId);
            rows.Add(new TableRow([passport.Number, passport.Holder, passport.Skill.In(texts), passport.Level?.In(texts), passport.Total, passport.Maximum, texts[$"Employers.Standing.{check.State}"],
                TableFile.Day(DateOnly.FromDateTime(received.Link.CreatedAt.UtcDateTime)), TableFile.Day(DateOnly.FromDateTime(received.Link.Until.AddSeconds(-1).UtcDateTime))]));
        }

        return TableFile.Of("passports", rows, Widths, request.Format, texts.Culture);
    }
}
