using System.Security.Cryptography;
using DemoExam.Domain.Experts;
using static DemoExam.Domain.Exams.ExamRules;

namespace DemoExam.Domain.Exams;

/// <summary>
/// A variant of the task (вариант задания) for one exam, locked until its moment: the day before the exam for its chief expert,
/// the start of the work for the other experts.
/// </summary>
public sealed class TaskVariant
{
    /// <summary>Largest file, bytes.</summary>
    public const int Largest = 20 * 1024 * 1024;

    private TaskVariant()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="name">What the variant is called.</param>
    /// <param name="fileName">Name of the file.</param>
    /// <param name="mediaType">Type of the file.</param>
    /// <param name="content">The file.</param>
    /// <param name="opensAt">When the chief expert may open it.</param>
    /// <param name="by">Who laid it up.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RuleViolation"><see cref="TaskReleaseIsInTime"/>.</exception>
    public TaskVariant(TaskVariantId id, Exam exam, string name, string fileName, string mediaType, byte[] content, DateTimeOffset opensAt, string by, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(opensAt, zone).DateTime);
        TaskReleaseIsInTime.Require(day >= exam.PreparatoryDay && opensAt <= exam.Groups.Min(g => g.StartsAt), ("day", exam.PreparatoryDay), ("first", exam.FirstDay));
        Id = id;
        ExamId = exam.Id;
        Name = name;
        FileName = fileName;
        MediaType = mediaType;
        Content = content;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        OpensAt = opensAt;
        LaidUpBy = by;
        LaidUpAt = now;
    }

    public TaskVariantId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public string Name { get; private set; } = "";
    public string FileName { get; private set; } = "";
    public string MediaType { get; private set; } = "";
    public byte[] Content { get; private set; } = [];

    /// <summary>Fingerprint of the file, lower-case hex: shows that nothing was changed between laying up and opening.</summary>
    public string Sha256 { get; private set; } = "";

    public DateTimeOffset OpensAt { get; private set; }
    public string LaidUpBy { get; private set; } = "";
    public DateTimeOffset LaidUpAt { get; private set; }

    /// <summary>Checks that this expert may open the variant now.</summary>
    /// <exception cref="RuleViolation"><see cref="TaskIsForChief"/>, <see cref="TaskIsReleased"/>.</exception>
    public void RequireOpen(Exam exam, ExpertId expert, DateTimeOffset now)
    {
        var duty = exam.Duties.SingleOrDefault(d => d.ExpertId == expert && d.EndedAt is null);
        TaskIsForChief.Require(duty is not null && (duty.Role == ExamRole.ChiefExpert || exam.Groups.Any(g => g.StartedAt is not null)));
        TaskIsReleased.Require(now >= OpensAt, ("opens", TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(OpensAt, TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone)).DateTime)),
            ("day", DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(OpensAt, TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone)).DateTime)));
    }
}
