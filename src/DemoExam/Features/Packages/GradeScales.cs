using DemoExam.Domain.Packages;

namespace DemoExam.Features.Packages;

/// <summary>A grade and from which share of the maximum it is given.</summary>
/// <param name="From">Percent, 0 to less than 100, at most two decimals; included. The grade holds up to the next one's, excluded.</param>
/// <param name="Grade">For example "5" or "зачёт".</param>
public sealed record GradeStep(decimal From, string Grade)
{
    internal GradeBound ToBound() => new((int)(From * 100m), Grade.Trim());

    internal static GradeStep Of(GradeBound bound) => new(bound.FromBasisPoints / 100m, bound.Grade);
}
