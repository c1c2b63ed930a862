using DemoExam.Domain;
using DemoExam.Domain.Packages;

namespace DemoExam.UnitTests.Domain.Packages;

public sealed class GradeScaleTests
{
    private static readonly DateOnly Day = new(2026, 6, 14);

    private static readonly GradeScale Federal = new(GradeScaleId.New(), "Рекомендованная", "Р-42", null, new(2019, 4, 1), null,
        [new(0, "2"), new(2000, "3"), new(4000, "4"), new(7000, "5")]);

    public static TheoryData<int> Maxima => [25, 26, 50, 60, 75, 80, 100, 120, 150, 200];

    [Theory]
    [InlineData(19.99, 100, "2")]
    [InlineData(20, 100, "3")]
    [InlineData(39.99, 100, "3")]
    [InlineData(40, 100, "4")]
    [InlineData(69.99, 100, "4")]
    [InlineData(70, 100, "5")]
    [InlineData(100, 100, "5")]
    [InlineData(0, 100, "2")]
    [InlineData(5, 25, "3")]
    [InlineData(4.99, 25, "2")]
    [InlineData(39.99, 200, "2")]  // 19.995 % would read as 20.00 %
    [InlineData(139.99, 200, "4")] // 69.995 % would read as 70.00 %
    public void Bounds_are_half_open_on_the_unrounded_ratio(decimal total, decimal maximum, string grade) =>
        Federal.GradeFor(Marks.Of(total), Marks.Of(maximum)).ShouldBe(grade);

    [Theory, MemberData(nameof(Maxima))]
    public void Every_total_gets_the_grade_that_exact_fractions_give(int maximum)
    {
        for (var hundredths = 0; hundredths <= maximum * 100; hundredths++)
        {
            var ratio = hundredths / 100m / maximum;
            var expected = ratio < 0.2m ? "2" : ratio < 0.4m ? "3" : ratio < 0.7m ? "4" : "5";
            Federal.GradeFor(new Marks(hundredths), Marks.Of(maximum)).ShouldBe(expected, $"{hundredths} of {maximum}");
        }
    }

    [Fact]
    public void The_organisations_own_scale_goes_before_the_general_one()
    {
        var college = OrganisationId.New();
        var own = Scale(college, new(2026, 1, 1), null);

        GradeScale.InForce([Federal, own], college, Day).ShouldBe(own);
        GradeScale.InForce([Federal, own], OrganisationId.New(), Day).ShouldBe(Federal);
        GradeScale.InForce([Federal, own], college, new(2025, 12, 31)).ShouldBe(Federal);
    }

    [Fact]
    public void Of_two_scales_in_force_the_later_one_counts()
    {
        var college = OrganisationId.New();
        var later = Scale(college, new(2026, 6, 14), new(2026, 6, 14));

        GradeScale.InForce([Scale(college, new(2026, 1, 1), null), later], college, Day).ShouldBe(later);
    }

    [Fact]
    public void Without_a_scale_in_force_there_is_no_grade() =>
        Should.Throw<RuleViolation>(() => GradeScale.InForce([Scale(null, new(2026, 6, 15), null)], OrganisationId.New(), Day))
            .Rule.ShouldBe(PackageRules.ScaleExists);

    [Theory]
    [InlineData(new[] { 100, 2000 })]
    [InlineData(new[] { 0, 2000, 2000 })]
    [InlineData(new[] { 0, 4000, 2000 })]
    [InlineData(new[] { 0, 10_000 })]
    [InlineData(new[] { 0 })]
    public void Gaps_and_overlaps_are_refused(int[] bounds) =>
        Should.Throw<RuleViolation>(() => new GradeScale(GradeScaleId.New(), "", "", null, Day, null, bounds.Select((b, i) => new GradeBound(b, $"{i}"))))
            .Rule.ShouldBe(PackageRules.ScaleHasNoGaps);

    private static GradeScale Scale(OrganisationId? organisation, DateOnly from, DateOnly? to) =>
        new(GradeScaleId.New(), "Шкала", "Приказ № 1", organisation, from, to, [new(0, "незачёт"), new(5000, "зачёт")]);
}
