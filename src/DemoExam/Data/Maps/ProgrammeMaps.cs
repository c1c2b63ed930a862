using DemoExam.Domain.Candidates;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Programmes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class ProgrammeMap : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> programme)
    {
        programme.Property(p => p.Version).IsConcurrencyToken();
        programme.HasIndex(p => new { p.RegionCode, p.NameNorm }).IsUnique();
        programme.HasOne<Region>().WithMany().HasForeignKey(p => p.RegionCode).OnDelete(DeleteBehavior.Restrict);
        programme.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        programme.OwnsMany(p => p.Targets, target =>
        {
            target.ToTable("ProgrammeTargets");
            target.WithOwner().HasForeignKey("ProgrammeId");
            target.HasKey("ProgrammeId", nameof(ProgrammeTarget.Year));
            target.Property(t => t.Year).ValueGeneratedNever();
        });
        programme.OwnsMany(p => p.Partners, partner =>
        {
            partner.ToTable("ProgrammePartners");
            partner.WithOwner().HasForeignKey("ProgrammeId");
            partner.HasKey("ProgrammeId", nameof(ProgrammePartner.OrganisationId));
            partner.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        });
        programme.HasMany(p => p.Groups).WithOne().HasForeignKey("ProgrammeId").IsRequired().OnDelete(DeleteBehavior.Restrict);
        programme.Navigation(p => p.Groups).AutoInclude();
    }
}

internal sealed class ParticipantMap : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> participant)
    {
        participant.Property(p => p.Version).IsConcurrencyToken();
        participant.HasIndex(p => new { p.GroupId, p.CandidateId }).IsUnique();
        participant.HasIndex(p => new { p.ProgrammeId, p.GroupId, p.Outcome });
        participant.Property(p => p.FormHash).HasMaxLength(64);
        participant.HasIndex(p => p.FormHash).IsUnique();
        participant.HasOne<Programme>().WithMany().HasForeignKey(p => p.ProgrammeId).OnDelete(DeleteBehavior.Restrict);
        participant.HasOne<TrainingGroup>().WithMany().HasForeignKey(p => p.GroupId).OnDelete(DeleteBehavior.Restrict);
        participant.HasOne<Candidate>().WithMany().HasForeignKey(p => p.CandidateId).OnDelete(DeleteBehavior.Restrict);
        participant.HasMany(p => p.Outcomes).WithOne().HasForeignKey("ParticipantId").IsRequired().OnDelete(DeleteBehavior.Cascade);
    }
}
