using System.Net;
using System.Net.Http.Json;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>The same request ten times, one after another and all at once, as an impatient program or a stuttering network sends it: one effect, and the same answer to each.</summary>
public sealed class TenTimesTests(App app) : IClassFixture<App>
{
    private const int Times = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Deeds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var deed in new[] { "score", "scores", "lock criterion", "lock results", "reissue", "revoke", "share" })
            {
                data.Add(deed, true);
                data.Add(deed, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task The_same_request_ten_times_is_one_deed_with_one_answer(string deed, bool atOnce)
    {
        var (user, send, effects) = await Prepare(deed);
        using var client = await app.Api(user);
        // Scores carry ids of their own; everything else is told apart by the key.
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());

        var answers = new List<string>();
        if (atOnce)
        {
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Task.Run(() => Patiently(client, send), Ct))));
        }
        else
        {
            for (var i = 0; i < Times; i++)
            {
                answers.Add(await Patiently(client, send));
            }
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldStartWith("20");
        (await effects()).ShouldBe(1);
        await app.Issue();
        (await effects()).ShouldBe(1);
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    private async Task<(TestUser User, Func<HttpClient, Task<HttpResponseMessage>> Send, Func<Task<int>> Effects)> Prepare(string deed)
    {
        switch (deed)
        {
            case "score" or "scores":
                {
                    var exam = await app.Given.ARunningExam(1);
                    var id = Guid.CreateVersion7();
                    var body = exam.Event("A1.1", 1, entryId: id);
                    return (exam.ScorerUser(),
                        deed == "scores"
                            ? client => client.PostAsJsonAsync($"/api/v1/exams/{exam.Id}/scores", new { events = new[] { body } }, Ct)
                            : client => client.PutAsJsonAsync($"/api/v1/exams/{exam.Id}/candidates/{exam.Candidates[0].Id}/scores/{exam.Aspect("A1.1").Id}", body, Ct),
                        () => app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync(Ct)));
                }

            case "lock criterion":
                {
                    var exam = await app.Given.AScoredExam(1);
                    return (exam.ChiefUser, client => client.PostAsJsonAsync($"/api/v1/exams/{exam.Id}/criteria/A/lock", new { }, Ct), () => app.Query(db => db.AuditRecords.CountAsync(r => r.ExamId == exam.Id, Ct)));
                }

            case "lock results":
                {
                    var exam = await app.Given.AScoredExam(1);
                    foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
                    {
                        await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
                    }

                    return (exam.ChiefUser, client => client.PostAsync($"/api/v1/exams/{exam.Id}/lock", null, Ct),
                        async () => Math.Max(await app.Query(db => db.Results.CountAsync(r => r.ExamId == exam.Id, Ct)), (await app.OrdersOf(exam.Id)).Count));
                }

            case "reissue":
                {
                    var (exam, passport) = await app.APassport();
                    return (TestUser.RegionalOperator, client => client.PostAsJsonAsync($"/api/v1/passports/{passport.Id}/reissue", new { category = "correction" }, Ct),
                        async () => (await app.OrdersOf(exam.Id)).Count(o => o.SupersedesId is not null));
                }

            case "revoke":
                {
                    var (_, passport) = await app.APassport();
                    await app.Send(new RevokePassport(passport.Id, RevocationCategory.IssuedInError, "Протокол № 7"), TestUser.RegionalOperator);
                    return (TestUser.Administrator, client => client.PostAsync($"/api/v1/passports/{passport.Id}/confirm-revocation", null, Ct),
                        () => app.Query(db => db.LogEntries.CountAsync(e => e.PassportId == passport.Id && e.Kind == LogEntryKind.Revoke, Ct)));
                }

            default:
                {
                    var (exam, passport) = await app.APassport();
                    var until = app.Clock.Today.AddDays(30);
                    return (exam.HolderUser(), client => client.PostAsJsonAsync($"/api/v1/my/passports/{passport.Id}/links", new { fullName = true, total = true, modules = Array.Empty<string>(), sections = Array.Empty<string>(), until, note = "" }, Ct),
                        () => app.Query(db => db.ShareLinks.CountAsync(l => l.PassportId == passport.Id, Ct)));
                }
        }
    }

    // Whoever asks while the first request still runs is told so and asks again.
    private static async Task<string> Patiently(HttpClient client, Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        while (true)
        {
            using var answer = await send(client);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            if (answer.StatusCode != HttpStatusCode.Conflict || !body.Contains("idempotency.running", StringComparison.Ordinal))
            {
                return $"{(int)answer.StatusCode} {body}";
            }

            await Task.Delay(20, Ct);
        }
    }
}
