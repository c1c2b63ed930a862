using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class AccountSessionMap : IEntityTypeConfiguration<AccountSession>
{
    public void Configure(EntityTypeBuilder<AccountSession> session)
    {
        session.ToTable("Sessions");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.Stamp).HasMaxLength(64);
        session.Property(s => s.Device).HasMaxLength(100);
        session.Property(s => s.Place).HasMaxLength(60);
        session.HasIndex(s => s.AccountId);
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SecondFactorMap : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> factor)
    {
        factor.HasKey(f => f.AccountId);
        factor.Property(f => f.AccountId).ValueGeneratedNever();
        factor.Property(f => f.Secret).HasMaxLength(1000);
        factor.Property(f => f.RecoveryCodes).IsJson();
        factor.HasOne<Account>().WithOne().HasForeignKey<SecondFactor>(f => f.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignInPolicyMap : IEntityTypeConfiguration<SignInPolicy>
{
    public void Configure(EntityTypeBuilder<SignInPolicy> policy)
    {
        policy.Property(p => p.Id).ValueGeneratedNever();
        policy.Property(p => p.SecondFactorRoles).IsJson();
    }
}

internal sealed class PersonalDataAccessMap : IEntityTypeConfiguration<PersonalDataAccess>
{
    public void Configure(EntityTypeBuilder<PersonalDataAccess> access)
    {
        access.Property(a => a.Id).ValueGeneratedNever();
        access.Property(a => a.ActorId).HasMaxLength(64);
        // One line whoever writes it; the same key answers "who looked at this person".
        access.HasIndex(a => new { a.SubjectId, a.Hour, a.ActorId, a.Kind }).IsUnique();
        access.HasIndex(a => new { a.Hour, a.ActorId });
    }
}

internal sealed class ErasureMap : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> erasure)
    {
        erasure.Property(e => e.Id).ValueGeneratedNever();
        erasure.Property(e => e.Erased).IsJson();
        erasure.Property(e => e.Kept).IsJson();
        erasure.HasIndex(e => e.CandidateId);
        erasure.HasOne<Candidate>().WithMany().HasForeignKey(e => e.CandidateId).OnDelete(DeleteBehavior.Restrict);
    }
}
