namespace DemoExam.Domain.Packages;

/// <summary>
/// Conversion of points to a grade, fixed by a local act of the organisation for a term. The federal recommendation
/// (распоряжение Минпросвещения 01.04.2019 № Р-42, table 1) is the one without an organisation: below 20 % "2",
/// from 20 % "3", from 40 % "4", from 70 % "5".
/// </summary>
public sealed class GradeScale
{
    private List<GradeBound> _bounds = [];

    private GradeScale()
    {
    }

    /// <exception cref="RuleViolation"><see cref="PackageRules.ScaleHasNoGaps"/>.</exception>
    public GradeScale(GradeScaleId id, string name, string act, OrganisationId? organisationId, DateOnly validFrom, DateOnly? validTo, IEnumerable<GradeBound> bounds)
    {
        Id = id;
        Name = name;
        Act = act;
        OrganisationId = organisationId;
        ValidFrom = validFrom;
        ValidTo = validTo;
        _bounds = [.. bounds];
        PackageRules.ScaleHasNoGaps.Require(
            _bounds.Count >= 2 && _bounds[0].FromBasisPoints == 0 && _bounds[^1].FromBasisPoints < 10_000
            && _bounds.Zip(_bounds.Skip(1)).All(pair => pair.First.FromBasisPoints < pair.Second.FromBasisPoints));
    }

    public GradeScaleId Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>Number and date of the act that fixes the scale.</summary>
    public string Act { get; private set; } = "";

    /// <summary>The organisation whose scale it is; null for the one that everybody without an own scale uses.</summary>
    public OrganisationId? OrganisationId { get; private set; }

    public DateOnly ValidFrom { get; private set; }

    /// <summary>Last day in force; null for an open end.</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>Grades with their lower bounds, rising from 0.</summary>
    public IReadOnlyList<GradeBound> Bounds => _bounds;

    /// <summary>True on every day of the term, both ends included.</summary>
    public bool IsInForceOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);

    /// <summary>
    /// The scale for a candidate of an organisation on a day: the organisation's own before the general one; of several,
    /// the one that came into force last.
    /// </summary>
    /// <exception cref="RuleViolation"><see cref="PackageRules.ScaleExists"/>.</exception>
    public static GradeScale InForce(IEnumerable<GradeScale> scales, OrganisationId organisationId, DateOnly day)
    {
        var scale = scales
            .Where(s => s.IsInForceOn(day) && (s.OrganisationId is null || s.OrganisationId == organisationId))
            .OrderBy(s => s.OrganisationId is null)
            .ThenByDescending(s => s.ValidFrom)
            .FirstOrDefault();
        PackageRules.ScaleExists.Require(scale is not null, ("day", day));
        return scale!;
    }

    /// <summary>
    /// The grade for a total. Bounds are half-open and compared with the unrounded ratio, in whole numbers.
    /// </summary>
    /// <param name="total">Points reached, 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">Greater than zero.</param>
    public string GradeFor(Marks total, Marks maximum) =>
        _bounds.Last(bound => (long)total.Hundredths * 10_000 >= (long)bound.FromBasisPoints * maximum.Hundredths).Grade;
}

/// <summary>A grade and the share of the maximum from which it is given.</summary>
/// <param name="FromBasisPoints">Hundredths of a percent: 2000 is 20 %.</param>
/// <param name="Grade">For example "5" or "зачёт".</param>
public sealed record GradeBound(int FromBasisPoints, string Grade);
