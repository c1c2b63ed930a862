using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class ExamMap : IEntityTypeConfiguration<Exam>
{
    public void Configure(EntityTypeBuilder<Exam> exam)
    {
        exam.Property(e => e.Version).IsConcurrencyToken();
        exam.Property(e => e.Number).HasMaxLength(40);
        exam.HasIndex(e => e.Number).IsUnique();
        // The list, of a region and of all. Figures of a year read them alone; that is why they hold more than the order.
        exam.HasIndex(e => new { e.RegionCode, e.FirstDay, e.Number, e.Status, e.Id, e.VenueId, e.LastDay });
        exam.HasIndex(e => new { e.FirstDay, e.Number, e.Status, e.Id, e.VenueId, e.LastDay });
        exam.Ignore(e => e.Scope).Ignore(e => e.Chief).Ignore(e => e.Present).Ignore(e => e.Standing).Ignore(e => e.IsAhead).Ignore(e => e.CancelledBecause);
        exam.Ignore(e => e.History).Ignore(e => e.Readiness).Ignore(e => e.Stops).Ignore(e => e.Incidents);
        exam.Property<List<StatusChange>>("_history").HasColumnName("History").IsJson();
        exam.Property<List<ReadinessItem>>("_readiness").HasColumnName("Readiness").IsJson();
        exam.Property<List<TechnicalStop>>("_stops").HasColumnName("Stops").IsJson();
        exam.Property<List<Incident>>("_incidents").HasColumnName("Incidents").IsJson();
        exam.HasOne<AssessmentPackage>().WithMany().HasForeignKey(e => e.PackageId).OnDelete(DeleteBehavior.Restrict);
        exam.HasOne<Venue>().WithMany().HasForeignKey(e => e.VenueId).OnDelete(DeleteBehavior.Restrict);
        exam.HasOne<Accreditation>().WithMany().HasForeignKey(e => e.AccreditationId).OnDelete(DeleteBehavior.Restrict);
        exam.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganiserId).OnDelete(DeleteBehavior.Restrict);
        exam.HasOne<Region>().WithMany().HasForeignKey(e => e.RegionCode).OnDelete(DeleteBehavior.Restrict);
        exam.HasMany(e => e.Groups).WithOne().HasForeignKey(ExamId).IsRequired().OnDelete(DeleteBehavior.Cascade);
        exam.HasMany(e => e.Duties).WithOne().HasForeignKey(ExamId).IsRequired().OnDelete(DeleteBehavior.Cascade);
        exam.HasMany(e => e.Enrolments).WithOne().HasForeignKey(ExamId).IsRequired().OnDelete(DeleteBehavior.Cascade);
        exam.HasMany(e => e.Bookings).WithOne().HasForeignKey(b => b.ExamId).OnDelete(DeleteBehavior.Cascade);
        exam.Navigation(e => e.Groups).AutoInclude();
        exam.Navigation(e => e.Duties).AutoInclude();
        exam.Navigation(e => e.Enrolments).AutoInclude();
    }

    internal const string ExamId = "ExamId";
}

internal sealed class ExamGroupMap : IEntityTypeConfiguration<ExamGroup>
{
    public void Configure(EntityTypeBuilder<ExamGroup> group) => group.ToTable("ExamGroups").Ignore(g => g.EndsAt).Ignore(g => g.IsRunning);
}

internal sealed class ExpertDutyMap : IEntityTypeConfiguration<ExpertDuty>
{
    public void Configure(EntityTypeBuilder<ExpertDuty> duty)
    {
        duty.Ignore(d => d.IsScoring);
        duty.Property(d => d.Criteria).HasMaxLength(26);
        duty.HasIndex(ExamMap.ExamId, nameof(ExpertDuty.ExpertId)).IsUnique();
        duty.HasIndex(ExamMap.ExamId, nameof(ExpertDuty.ExpertId), nameof(ExpertDuty.EndedAt));
        duty.HasOne<Expert>().WithMany().HasForeignKey(d => d.ExpertId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EnrolmentMap : IEntityTypeConfiguration<Enrolment>
{
    public void Configure(EntityTypeBuilder<Enrolment> enrolment)
    {
        enrolment.HasIndex(ExamMap.ExamId, nameof(Enrolment.CandidateId)).IsUnique();
        enrolment.HasOne<Candidate>().WithMany().HasForeignKey(e => e.CandidateId).OnDelete(DeleteBehavior.Restrict);
        enrolment.Property(e => e.IdentityTail).HasMaxLength(4);
        enrolment.HasOne<ExamGroup>().WithMany().HasForeignKey(e => e.GroupId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BookingMap : IEntityTypeConfiguration<Booking>
{
    public void Configure(EntityTypeBuilder<Booking> booking)
    {
        // The key is the promise: nothing is booked twice, whatever is saved at the same second.
        booking.HasKey(b => new { b.Kind, b.ResourceId, b.Number, b.Day, b.Slot });
        booking.HasIndex(b => b.ExamId);
    }
}

internal sealed class WorkplaceDrawMap : IEntityTypeConfiguration<WorkplaceDraw>
{
    public void Configure(EntityTypeBuilder<WorkplaceDraw> draw)
    {
        draw.Ignore(d => d.Places);
        draw.Property<List<DrawnPlace>>("_places").HasColumnName("Places").IsJson();
        draw.Property(d => d.Seed).HasMaxLength(64);
        draw.Property(d => d.Commitment).HasMaxLength(64);
        // Two draws at the same moment can't both count.
        draw.HasIndex(d => new { d.ExamId, d.Number }).IsUnique();
        draw.HasOne<Exam>().WithMany().HasForeignKey(d => d.ExamId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TaskVariantMap : IEntityTypeConfiguration<TaskVariant>
{
    public void Configure(EntityTypeBuilder<TaskVariant> variant)
    {
        variant.Property(v => v.Sha256).HasMaxLength(64);
        variant.HasIndex(v => v.ExamId);
        variant.HasOne<Exam>().WithMany().HasForeignKey(v => v.ExamId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ScoreSheetMap : IEntityTypeConfiguration<ScoreSheet>
{
    public void Configure(EntityTypeBuilder<ScoreSheet> sheet)
    {
        sheet.Property(s => s.Version).IsConcurrencyToken();
        sheet.HasIndex(s => new { s.ExamId, s.CandidateId, s.CriterionId }).IsUnique();
        sheet.HasOne<Exam>().WithMany().HasForeignKey(s => s.ExamId).OnDelete(DeleteBehavior.Restrict);
        sheet.HasOne<Candidate>().WithMany().HasForeignKey(s => s.CandidateId).OnDelete(DeleteBehavior.Restrict);
        sheet.HasOne<Expert>().WithMany().HasForeignKey(s => s.LockedBy).OnDelete(DeleteBehavior.Restrict);
        sheet.HasOne<Criterion>().WithMany().HasForeignKey(s => s.CriterionId).OnDelete(DeleteBehavior.Restrict);
        sheet.Ignore(s => s.Signatures);
        sheet.Property<List<SheetSignature>>("_signatures").HasColumnName("Signatures").IsJson();
        sheet.HasMany(s => s.Entries).WithOne().HasForeignKey("SheetId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        sheet.Navigation(s => s.Entries).AutoInclude();
    }
}

internal sealed class ScoreEntryMap : IEntityTypeConfiguration<ScoreEntry>
{
    public void Configure(EntityTypeBuilder<ScoreEntry> entry)
    {
        entry.Ignore(e => e.Replaces).Ignore(e => e.IsScore);
        entry.Property<List<Guid>>("_replaces").HasColumnName("Replaces").IsJson();
        entry.HasOne<Aspect>().WithMany().HasForeignKey(e => e.AspectId).OnDelete(DeleteBehavior.Restrict);
        entry.HasOne<Expert>().WithMany().HasForeignKey(e => e.ExpertId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AuditRecordMap : IEntityTypeConfiguration<AuditRecord>
{
    public void Configure(EntityTypeBuilder<AuditRecord> record)
    {
        record.Ignore(r => r.Facts);
        record.Property(r => r.Details).Metadata.SetMaxLength(null);
        record.Property(r => r.Hash).HasMaxLength(64);
        record.Property(r => r.PreviousHash).HasMaxLength(64);
        // The promise of the trail: one record for each number.
        record.HasIndex(r => new { r.ExamId, r.Number }).IsUnique();
        record.HasOne<Exam>().WithMany().HasForeignKey(r => r.ExamId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ResultMap : IEntityTypeConfiguration<Result>
{
    public void Configure(EntityTypeBuilder<Result> result)
    {
        result.Ignore(r => r.Modules).Ignore(r => r.Sections);
        result.Property<List<ResultLine>>("_modules").HasColumnName("Modules").IsJson();
        result.Property<List<ResultLine>>("_sections").HasColumnName("Sections").IsJson();
        result.Property(r => r.Grade).HasMaxLength(20);
        result.HasIndex(r => new { r.ExamId, r.CandidateId, r.Version }).IsUnique();
        // Figures of a year read the index alone, and a second one of the few results that have a later version.
        result.HasIndex(r => new { r.ExamId, r.CandidateId, r.Version, r.Total, r.Maximum, r.Grade });
        result.HasIndex(r => new { r.ExamId, r.CandidateId, r.Version }, "IX_Results_Later").HasFilter("\"Version\" > 1");
        result.HasIndex(r => new { r.CandidateId, r.ExamId });
        result.HasOne<Exam>().WithMany().HasForeignKey(r => r.ExamId).OnDelete(DeleteBehavior.Restrict);
        result.HasOne<Candidate>().WithMany().HasForeignKey(r => r.CandidateId).OnDelete(DeleteBehavior.Restrict);
        result.HasOne<UnlockRequest>().WithMany().HasForeignKey(r => r.BasisId).OnDelete(DeleteBehavior.Restrict);
        result.HasOne<GradeScale>().WithMany().HasForeignKey(r => r.GradeScaleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UnlockRequestMap : IEntityTypeConfiguration<UnlockRequest>
{
    public void Configure(EntityTypeBuilder<UnlockRequest> request)
    {
        request.Property(r => r.Version).IsConcurrencyToken();
        request.Property(r => r.Criterion).HasMaxLength(1);
        request.HasIndex(r => new { r.ExamId, r.AskedAt });
        request.HasOne<Exam>().WithMany().HasForeignKey(r => r.ExamId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne<Candidate>().WithMany().HasForeignKey(r => r.CandidateId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ResultProtocolMap : IEntityTypeConfiguration<ResultProtocol>
{
    public void Configure(EntityTypeBuilder<ResultProtocol> protocol)
    {
        protocol.Property(p => p.Version).IsConcurrencyToken();
        protocol.Ignore(p => p.Results).Ignore(p => p.Signatures);
        protocol.Property<List<Guid>>("_results").HasColumnName("Results").IsJson();
        protocol.Property<List<ProtocolSignature>>("_signatures").HasColumnName("Signatures").IsJson();
        protocol.Property(p => p.ContentHash).HasMaxLength(64);
        protocol.HasIndex(p => new { p.ExamId, p.Edition }).IsUnique();
        protocol.HasOne<Exam>().WithMany().HasForeignKey(p => p.ExamId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PaperReadingMap : IEntityTypeConfiguration<PaperReading>
{
    public void Configure(EntityTypeBuilder<PaperReading> reading)
    {
        reading.Ignore(r => r.Points);
        reading.Property<Dictionary<string, int>>("_marks").HasColumnName("Points").IsJson();
        reading.HasIndex(r => new { r.ExamId, r.CandidateId, r.CriterionId });
        reading.HasOne<Exam>().WithMany().HasForeignKey(r => r.ExamId).OnDelete(DeleteBehavior.Restrict);
        reading.HasOne<Candidate>().WithMany().HasForeignKey(r => r.CandidateId).OnDelete(DeleteBehavior.Restrict);
        reading.HasOne<Criterion>().WithMany().HasForeignKey(r => r.CriterionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReconciliationMap : IEntityTypeConfiguration<Reconciliation>
{
    public void Configure(EntityTypeBuilder<Reconciliation> reconciliation)
    {
        reconciliation.Property(r => r.MarksHash).HasMaxLength(64);
        reconciliation.HasIndex(r => new { r.ExamId, r.At });
        reconciliation.HasOne<Exam>().WithMany().HasForeignKey(r => r.ExamId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidenceMap : IEntityTypeConfiguration<Evidence>
{
    public void Configure(EntityTypeBuilder<Evidence> evidence)
    {
        evidence.Property(e => e.Note).HasMaxLength(Domain.Scoring.Evidence.LongestNote);
        evidence.Property(e => e.PhotoSha256).HasMaxLength(64);
        evidence.HasIndex(e => new { e.ExamId, e.CandidateId, e.AspectId });
        evidence.HasOne<Exam>().WithMany().HasForeignKey(e => e.ExamId).OnDelete(DeleteBehavior.Restrict);
        evidence.HasOne<Candidate>().WithMany().HasForeignKey(e => e.CandidateId).OnDelete(DeleteBehavior.Restrict);
        evidence.HasOne<Aspect>().WithMany().HasForeignKey(e => e.AspectId).OnDelete(DeleteBehavior.Restrict);
        evidence.HasOne<Expert>().WithMany().HasForeignKey(e => e.ExpertId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvidencePhotoMap : IEntityTypeConfiguration<EvidencePhoto>
{
    public void Configure(EntityTypeBuilder<EvidencePhoto> photo)
    {
        photo.HasKey(p => p.EvidenceId);
        photo.Property(p => p.MediaType).HasMaxLength(20);
        photo.Property(p => p.Sha256).HasMaxLength(64);
        photo.HasOne<Evidence>().WithOne().HasForeignKey<EvidencePhoto>(p => p.EvidenceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MissedTermMap : IEntityTypeConfiguration<MissedTerm>
{
    public void Configure(EntityTypeBuilder<MissedTerm> term)
    {
        term.HasKey(t => new { t.ExamId, t.What, t.By });
        term.HasOne<Exam>().WithMany().HasForeignKey(t => t.ExamId).OnDelete(DeleteBehavior.Restrict);
    }
}
