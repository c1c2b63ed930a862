using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class MailMessageMap : IEntityTypeConfiguration<MailMessage>
{
    public void Configure(EntityTypeBuilder<MailMessage> message)
    {
        message.Property(m => m.Version).IsConcurrencyToken();
        message.Property(m => m.Key).HasMaxLength(200);
        message.Property(m => m.Language).HasMaxLength(2);
        message.Property(m => m.Facts).IsJson();
        message.Property(m => m.Calendar!).IsUnlimited();
        message.Property(m => m.Failure).HasMaxLength(40);
        message.Property(m => m.FailureDetail).HasMaxLength(2000);
        // One message for one cause and receiver, whatever runs at the same moment.
        message.HasIndex(m => m.Key).IsUnique();
        message.HasIndex(m => new { m.Status, m.NotBefore });
        message.HasIndex(m => m.LeaseOwner);
        message.HasIndex(m => m.CreatedAt);
        message.HasIndex(m => new { m.Status, m.CreatedAt });
    }
}

internal sealed class MailServerSettingsMap : IEntityTypeConfiguration<MailServerSettings>
{
    public void Configure(EntityTypeBuilder<MailServerSettings> server)
    {
        server.Property(s => s.Id).ValueGeneratedNever();
        server.Property(s => s.Version).IsConcurrencyToken();
        server.Property(s => s.SealedPassword).HasMaxLength(2000);
    }
}

internal sealed class InvitationMap : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.Property(i => i.Version).IsConcurrencyToken();
        // Two organisers who invite at the same second ask once.
        invitation.HasIndex(i => new { i.ExamId, i.ExpertId, i.Round }).IsUnique();
        invitation.HasIndex(i => i.ExpertId);
        invitation.HasOne<Exam>().WithMany().HasForeignKey(i => i.ExamId).OnDelete(DeleteBehavior.Cascade);
        invitation.HasOne<Expert>().WithMany().HasForeignKey(i => i.ExpertId).OnDelete(DeleteBehavior.Restrict);
    }
}
