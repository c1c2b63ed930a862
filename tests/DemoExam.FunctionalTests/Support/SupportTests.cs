using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Support;

/// <summary>What other tests build on: the host answers, states are what they say.</summary>
public sealed class SupportTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_host_is_alive_and_ready()
    {
        (await app.Get("/healthz", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Get("/readyz", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_locked_exam_has_results_and_an_order_for_each_candidate()
    {
        var exam = await app.Given.ALockedExam(candidates: 2);

        var results = await app.Query(db => db.Results.Where(r => r.ExamId == exam.Id).OrderByDescending(r => r.Total).ToListAsync());
        results[0].Total.ShouldBe(Marks.Of(50));
        results[0].Grade.ShouldBe("5");
        results[1].Total.ShouldBeLessThan(Marks.Of(50));
        (await app.Query(db => db.PassportOrders.CountAsync(o => o.ExamId == exam.Id))).ShouldBe(2);
    }

    [Fact]
    public async Task The_package_of_the_tests_adds_up()
    {
        var package = await app.Given.APublishedPackage();

        package.Criteria.SelectMany(c => c.Aspects).Count().ShouldBe(52);
        package.Scopes().Select(package.MaximumOf).ShouldBe([Marks.Of(25), Marks.Of(50), Marks.Of(75), Marks.Of(100)]);
        package.Criteria.SelectMany(c => c.Aspects).CountBy(a => a.Type).ToDictionary().ShouldBe(
            new Dictionary<AspectType, int> { [AspectType.Binary] = 26, [AspectType.Discrete] = 17, [AspectType.Judgement] = 9 }, ignoreOrder: true);
    }
}
