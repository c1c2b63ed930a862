namespace DemoExam.Domain.Venues;

/// <summary>What a site is. A site may be several: a workshop of a college that is an exam venue and a specialised competence centre.</summary>
public enum VenueKind
{
    /// <summary>Центр проведения демонстрационного экзамена (ЦПДЭ).</summary>
    ExamVenue = 1,

    /// <summary>Специализированный центр компетенций (СЦК).</summary>
    CompetenceCentre = 2,

    /// <summary>Мастерская.</summary>
    Workshop = 3,

    /// <summary>Центр опережающей профессиональной подготовки (ЦОПП).</summary>
    TrainingCentre = 4,
}

/// <summary>Kinds of a site as one number, so that every database counts and filters them alike.</summary>
public static class VenueKinds
{
    public static int BitOf(VenueKind kind) => 1 << ((int)kind - 1);

    public static int BitsOf(IEnumerable<VenueKind> kinds) => kinds.Aggregate(0, (bits, kind) => bits | BitOf(kind));

    public static IReadOnlyList<VenueKind> Of(int bits) => [.. Enum.GetValues<VenueKind>().Where(kind => (bits & BitOf(kind)) != 0)];
}
