using System.Security.Cryptography;
using System.Text;
using DemoExam.Domain;
using DemoExam.Domain.Audit;

namespace DemoExam.UnitTests.Domain.Audit;

public sealed class AuditChainTests
{
    private static readonly ExamId Exam = ExamId.New();
    private static readonly DateTimeOffset Start = new(2026, 6, 14, 9, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void A_trail_that_nobody_touched_has_no_findings() => AuditChain.Check(Trail(4)).ShouldBeEmpty();

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_record_that_is_missing_in_the_middle_is_found(int without)
    {
        var trail = Trail(4);
        trail.RemoveAt(without - 1);

        var findings = AuditChain.Check(trail);

        findings.ShouldContain(new AuditFinding(without + 1, AuditFault.NumberMissing));
        findings.ShouldContain(new AuditFinding(without + 1, AuditFault.LinkBroken));
    }

    [Fact]
    public void Two_records_that_changed_places_are_found() =>
        AuditChain.Check([.. Trail(3) is var t ? new[] { t[0], t[2], t[1] } : []]).Select(f => f.Number).Distinct().ShouldBe([3, 2]);

    [Fact]
    public void A_record_from_another_exam_does_not_fit()
    {
        var trail = Trail(2);
        var stranger = new AuditRecord(AuditRecordId.New(), ExamId.New(), null, Start, "x", "X", AuditDeed.Refused, []);
        trail.Add(new AuditRecord(AuditRecordId.New(), stranger.ExamId, stranger, Start, "x", "X", AuditDeed.Refused, []));

        AuditChain.Check(trail).Select(f => f.Fault).ShouldContain(AuditFault.LinkBroken);
    }

    [Fact]
    public void The_fingerprint_can_be_computed_by_hand()
    {
        var record = new AuditRecord(AuditRecordId.New(), Exam, null, Start.AddTicks(1), "id-7", "Иванов И. И.", AuditDeed.SheetsLocked, [("sheets", "2"), ("criterion", "A")]);
        string[] fields = ["demoexam-trail/1", Exam.ToString(), "1", "2026-06-14T07:00:00.000Z", "id-7", "Иванов И. И.", "2", """{"criterion":"A","sheets":"2"}""", ""];
        var text = string.Concat(fields.Select(f => $"{Encoding.UTF8.GetByteCount(f)}:{f}\n"));

        record.Hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static List<AuditRecord> Trail(int length)
    {
        var trail = new List<AuditRecord>();
        for (var i = 0; i < length; i++)
        {
            trail.Add(new AuditRecord(AuditRecordId.New(), Exam, trail.LastOrDefault(), Start.AddMinutes(i), "id", "Name", AuditDeed.SheetsSigned, [("n", $"{i}")]));
        }

        return trail;
    }
}
