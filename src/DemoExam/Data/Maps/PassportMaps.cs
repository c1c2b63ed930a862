using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class PassportOrderMap : IEntityTypeConfiguration<PassportOrder>
{
    public void Configure(EntityTypeBuilder<PassportOrder> order)
    {
        order.Property(o => o.Version).IsConcurrencyToken();
        order.Property(o => o.Number).HasMaxLength(40);
        order.Property(o => o.Token).HasMaxLength(PublicToken.Length);
        order.Property(o => o.Error).HasMaxLength(2000);
        order.Property(o => o.Basis).HasMaxLength(2000);
        order.HasIndex(o => o.PassportId).IsUnique();
        order.HasIndex(o => o.CampaignId).HasFilter("\"CampaignId\" IS NOT NULL");
        order.HasIndex(o => o.SupersedesId).HasFilter("\"SupersedesId\" IS NOT NULL");
        order.HasOne<ReissueCampaign>().WithMany().HasForeignKey(o => o.CampaignId).OnDelete(DeleteBehavior.Restrict);
        order.HasIndex(o => o.Number).IsUnique();
        order.HasIndex(o => new { o.StatusList, o.StatusIndex }).IsUnique();
        // One passport for each version of a result; locking twice can't order twice.
        order.HasIndex(o => new { o.ExamId, o.CandidateId, o.PassportVersion }).IsUnique();
        // Few among all: what waits, is under way, or has failed. No index knows the status or the lease, so that PostgreSQL leases an order without a new entry in any.
        order.HasIndex(o => new { o.NotBefore, o.Id }, "IX_PassportOrders_Undone").HasFilter("\"CompletedAt\" IS NULL");
        order.HasOne<Exam>().WithMany().HasForeignKey(o => o.ExamId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<Candidate>().WithMany().HasForeignKey(o => o.CandidateId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<Result>().WithMany().HasForeignKey(o => o.ResultId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SkillsPassportMap : IEntityTypeConfiguration<SkillsPassport>
{
    public void Configure(EntityTypeBuilder<SkillsPassport> passport)
    {
        passport.ToTable("Passports");
        passport.Property(p => p.Version).IsConcurrencyToken();
        passport.Property(p => p.Number).HasMaxLength(40);
        passport.Property(p => p.Token).HasMaxLength(PublicToken.Length);
        passport.Property(p => p.Facts).IsJson();
        passport.Property(p => p.DocumentSha256).HasMaxLength(64);
        passport.Property(p => p.StampedSha256).HasMaxLength(64);
        passport.Property(p => p.CertificateSerial).HasMaxLength(64);
        passport.Property(p => p.LogCommitment).HasMaxLength(64);
        passport.Property(p => p.InternalReason).HasMaxLength(2000);
        passport.Property(p => p.ProposedReason).HasMaxLength(2000);
        passport.Property(p => p.History).IsJson();
        passport.Ignore(p => p.IsLasting);
        passport.HasIndex(p => p.OrderId).IsUnique();
        passport.HasIndex(p => p.Number).IsUnique();
        passport.HasIndex(p => p.Token).IsUnique();
        passport.HasIndex(p => new { p.ExamId, p.CandidateId, p.PassportVersion }).IsUnique();
        passport.HasIndex(p => p.CandidateId);
        passport.HasIndex(p => new { p.ExamId, p.Status });
        passport.HasIndex(p => new { p.StatusList, p.Status });
        passport.HasIndex(p => p.Number, "IX_Passports_Proposed").HasFilter("\"ProposedAt\" IS NOT NULL");
        passport.HasOne<PassportOrder>().WithMany().HasForeignKey(p => p.OrderId).OnDelete(DeleteBehavior.Restrict);
        passport.HasOne<Exam>().WithMany().HasForeignKey(p => p.ExamId).OnDelete(DeleteBehavior.Restrict);
        passport.HasOne<Candidate>().WithMany().HasForeignKey(p => p.CandidateId).OnDelete(DeleteBehavior.Restrict);
        passport.HasOne<Result>().WithMany().HasForeignKey(p => p.ResultId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PassportDocumentMap : IEntityTypeConfiguration<PassportDocument>
{
    public void Configure(EntityTypeBuilder<PassportDocument> document)
    {
        document.HasKey(d => d.PassportId);
        document.HasIndex(d => d.AwaitsTimestamp);
        document.HasIndex(d => d.AwaitsQualified);
        document.Property(d => d.OpenBadge).IsUnlimited();
        document.Property(d => d.VerifiableCredential).IsUnlimited();
        document.HasOne<SkillsPassport>().WithOne().HasForeignKey<PassportDocument>(d => d.PassportId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReissueCampaignMap : IEntityTypeConfiguration<ReissueCampaign>
{
    public void Configure(EntityTypeBuilder<ReissueCampaign> campaign)
    {
        campaign.Property(c => c.Version).IsConcurrencyToken();
        campaign.Property(c => c.Choice).IsJson();
        campaign.Property(c => c.Basis).HasMaxLength(2000);
    }
}

internal sealed class CorrectionRequestMap : IEntityTypeConfiguration<CorrectionRequest>
{
    public void Configure(EntityTypeBuilder<CorrectionRequest> request)
    {
        request.Property(r => r.Version).IsConcurrencyToken();
        request.Property(r => r.Name).IsJson();
        request.Property(r => r.Text).HasMaxLength(2000);
        request.Property(r => r.Answer).HasMaxLength(2000);
        request.HasIndex(r => new { r.Status, r.AskedAt });
        request.HasIndex(r => r.DecidedAt);
        request.HasOne<SkillsPassport>().WithMany().HasForeignKey(r => r.PassportId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne<Candidate>().WithMany().HasForeignKey(r => r.CandidateId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LogEntryMap : IEntityTypeConfiguration<LogEntry>
{
    public void Configure(EntityTypeBuilder<LogEntry> entry)
    {
        // A place is given once; two publishers that give the same one can't both commit.
        entry.Property(e => e.Place).IsConcurrencyToken();
        entry.HasIndex(e => e.Place).IsUnique();
        entry.HasIndex(e => new { e.PassportId, e.Kind }).IsUnique();
        entry.HasOne<SkillsPassport>().WithMany().HasForeignKey(e => e.PassportId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LogNodeMap : IEntityTypeConfiguration<LogNode>
{
    public void Configure(EntityTypeBuilder<LogNode> node)
    {
        node.HasKey(n => new { n.Level, n.Place });
        node.Property(n => n.Hash).HasMaxLength(32);
    }
}

internal sealed class LogCheckpointMap : IEntityTypeConfiguration<LogCheckpoint>
{
    public void Configure(EntityTypeBuilder<LogCheckpoint> checkpoint)
    {
        checkpoint.HasKey(c => c.Size);
        checkpoint.Property(c => c.Size).ValueGeneratedNever();
        checkpoint.Property(c => c.Note).HasMaxLength(4000);
    }
}

internal sealed class ShareLinkMap : IEntityTypeConfiguration<ShareLink>
{
    public void Configure(EntityTypeBuilder<ShareLink> link)
    {
        link.Property(l => l.Token).HasMaxLength(PublicToken.Length);
        link.Property(l => l.Contents).IsJson();
        link.Property(l => l.Presentation).IsUnlimited();
        link.HasIndex(l => l.Token).IsUnique();
        link.HasIndex(l => new { l.EmployerId, l.CreatedAt });
        link.HasOne<Organisation>().WithMany().HasForeignKey(l => l.EmployerId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<SkillsPassport>().WithMany().HasForeignKey(l => l.PassportId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PassportConsentMap : IEntityTypeConfiguration<PassportConsent>
{
    public void Configure(EntityTypeBuilder<PassportConsent> consent)
    {
        consent.HasOne<SkillsPassport>().WithMany().HasForeignKey(c => c.PassportId).OnDelete(DeleteBehavior.Restrict);
        consent.HasOne<Candidate>().WithMany().HasForeignKey(c => c.CandidateId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublishedStatusListMap : IEntityTypeConfiguration<PublishedStatusList>
{
    public void Configure(EntityTypeBuilder<PublishedStatusList> list)
    {
        list.HasKey(l => new { l.List, l.MadeAt });
        list.Property(l => l.Token).IsUnlimited();
    }
}

internal sealed class IssuerCertificateMap : IEntityTypeConfiguration<IssuerCertificate>
{
    public void Configure(EntityTypeBuilder<IssuerCertificate> certificate)
    {
        certificate.HasKey(c => c.Sha256);
        certificate.Property(c => c.Sha256).HasMaxLength(64);
        certificate.Property(c => c.Serial).HasMaxLength(64);
        certificate.Property(c => c.RevokedWhy).HasMaxLength(2000);
    }
}

internal sealed class NumberSeriesMap : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> series)
    {
        series.HasKey(s => s.Key);
        series.Property(s => s.Key).HasMaxLength(60);
        series.Property(s => s.Version).IsConcurrencyToken();
    }
}

internal sealed class CheckCountMap : IEntityTypeConfiguration<CheckCount>
{
    public void Configure(EntityTypeBuilder<CheckCount> count)
    {
        count.HasKey(c => new { c.ExamId, c.Day, c.Means });
        count.HasIndex(c => c.Day);
        count.HasOne<Exam>().WithMany().HasForeignKey(c => c.ExamId).OnDelete(DeleteBehavior.Restrict);
    }
}
