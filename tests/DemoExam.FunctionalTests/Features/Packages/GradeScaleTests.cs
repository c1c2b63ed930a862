using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Packages;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Packages;

public sealed class GradeScaleTests(App app) : IClassFixture<App>
{
    private static readonly GradeStep[] Strict = [new(0, "2"), new(25, "3"), new(50, "4"), new(80.5m, "5")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_30_a_college_registers_its_scale_by_the_page_and_the_one_in_force_on_the_day_counts()
    {
        var college = await app.Given.ACollege();
        var user = TestUser.OrganiserOf(college.Id);
        var today = app.Clock.Today;

        var done = await app.PostForm("/grade-scales/new", user, new Dictionary<string, object?>
        {
            ["Input.Name"] = "Своя шкала", ["Input.OrganisationId"] = college.Id.ToString(), ["Input.ActTitle"] = "Приказ", ["Input.ActNumber"] = "14-у", ["Input.ActDate"] = today.AddDays(-10),
            ["Input.ValidFrom"] = today, ["Input.Grades[1].From"] = "25", ["Input.Grades[2].From"] = "50", ["Input.Grades[3].From"] = "80,5",
        });

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        var scales = await app.Query(db => db.GradeScales.AsNoTracking().ToListAsync(Ct));
        var own = GradeScale.InForce(scales, college.Id, today);
        own.Name.ShouldBe("Своя шкала");
        own.Act.ShouldBe($"Приказ № 14-у от {today.AddDays(-10):dd.MM.yyyy}");
        own.Bounds.Select(b => (b.FromBasisPoints, b.Grade)).ShouldBe([(0, "2"), (2500, "3"), (5000, "4"), (8050, "5")]);
        GradeScale.InForce(scales, college.Id, today.AddDays(-1)).OrganisationId.ShouldBeNull("the day before, the general one counts");
        own.GradeFor(Marks.Of(80.49m), Marks.Of(100)).ShouldBe("4");
        own.GradeFor(Marks.Of(80.5m), Marks.Of(100)).ShouldBe("5");
        var page = await app.Get("/grade-scales", user);
        page.Text.ShouldContain("от 50 % до 80,5 %, не включая");
        page.Text.ShouldContain("Приказ № 14-у");
    }

    [Theory]
    [InlineData(5, 25, 50)]
    [InlineData(0, 50, 50)]
    [InlineData(0, 50, 25)]
    public async Task Case_30_gaps_and_overlaps_are_refused(int first, int second, int third)
    {
        var college = await app.Given.ACollege();
        var request = Scale(college.Id) with { Grades = [new(first, "2"), new(second, "3"), new(third, "4")] };

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(request, TestUser.OrganiserOf(college.Id)))).Rule.ShouldBe(PackageRules.ScaleHasNoGaps);
    }

    [Fact]
    public async Task A_bound_with_three_decimals_an_empty_grade_and_an_end_before_the_start_are_all_told()
    {
        var college = await app.Given.ACollege();
        var request = Scale(college.Id) with { ValidTo = new DateOnly(2025, 1, 1), Grades = [new(0, ""), new(33.333m, "зачёт")] };

        var invalid = await Should.ThrowAsync<ValidationException>(() => app.Send(request, TestUser.OrganiserOf(college.Id)));

        invalid.Errors.Select(e => e.PropertyName).ShouldBe(["ValidTo", "Grades[0].Grade", "Grades[1].From"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_scales_of_one_organisation_never_start_on_the_same_day()
    {
        var college = await app.Given.ACollege();
        await app.Send(Scale(college.Id), TestUser.OrganiserOf(college.Id));

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(Scale(college.Id), TestUser.RegionalOperator))).Rule.ShouldBe(PackageRules.ScaleIsNew);
        await app.Send(Scale(college.Id) with { ValidFrom = app.Clock.Today.AddDays(-1) }, TestUser.RegionalOperator);
        (await app.Send(new ListGradeScales(college.Id), TestUser.RegionalOperator)).Where(s => s.OrganisationId == college.Id).Select(s => s.State)
            .ShouldBe([GradeScaleState.InForce, GradeScaleState.Replaced]);
    }

    [Fact]
    public async Task Scales_of_others_and_the_general_one_are_not_for_an_organiser()
    {
        var (own, other) = (await app.Given.ACollege(), await app.Given.ACollege());
        var user = TestUser.OrganiserOf(own.Id);

        await Should.ThrowAsync<NotFound>(() => app.Send(Scale(other.Id), user));
        await Should.ThrowAsync<Forbidden>(() => app.Send(Scale(null), user));
        await Should.ThrowAsync<Forbidden>(() => app.Send(Scale(own.Id), TestUser.In(Roles.ChiefExpert)));
        await app.Send(Scale(null) with { ValidFrom = new DateOnly(2030, 1, 1) }, TestUser.Administrator);
        (await app.Send(new ListGradeScales(), user)).ShouldContain(s => s.OrganisationId == null && s.State == GradeScaleState.NotYet);
    }

    [Fact]
    public async Task Case_30_a_scale_registered_after_the_exam_for_its_day_changes_no_locked_result()
    {
        var exam = await app.Given.ALockedExam(2);
        var before = await Grades(exam);
        using var api = await app.Api(TestUser.RegionalOperator);
        api.DefaultRequestHeaders.Add("Idempotency-Key", "scale-1");

        for (var i = 0; i < 2; i++)
        {
            var done = await api.PostAsJsonAsync("/api/v1/grade-scales", new
            {
                name = "Строгая", actTitle = "Приказ", actNumber = "1", actDate = "2026-01-10", organisationId = exam.College.ToString(), validFrom = "2026-01-15",
                grades = new[] { new { from = 0m, grade = "2" }, new { from = 99m, grade = "5" } },
            }, Ct);
            done.StatusCode.ShouldBe(HttpStatusCode.Created, await done.Content.ReadAsStringAsync(Ct));
        }

        var listed = await api.GetFromJsonAsync<JsonElement>($"/api/v1/grade-scales?organisationId={exam.College}", Ct);
        listed.EnumerateArray().Count(s => s.GetProperty("name").GetString() == "Строгая").ShouldBe(1);
        (await Grades(exam)).ShouldBe(before);
    }

    private Task<List<string>> Grades(ExamState exam) => app.Query(db => db.Results.Where(r => r.ExamId == exam.Id).OrderBy(r => r.Id).Select(r => r.Grade).ToListAsync(Ct));

    private RegisterGradeScale Scale(OrganisationId? organisation) =>
        new("Шкала", "Приказ", "7", new DateOnly(2026, 5, 1), organisation, app.Clock.Today, null, Strict) { Id = GradeScaleId.New() };
}
