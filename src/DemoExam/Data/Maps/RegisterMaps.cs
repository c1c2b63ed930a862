using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Venues;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class RegionMap : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> region)
    {
        region.HasKey(r => r.Code);
        region.Property(r => r.Code).HasMaxLength(2);
    }
}

internal sealed class OrganisationMap : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> organisation)
    {
        organisation.Property(o => o.Version).IsConcurrencyToken();
        organisation.HasIndex(o => new { o.RegionCode, o.NameNorm }).IsUnique();
        organisation.Property(o => o.Inn).HasMaxLength(12);
        organisation.Property(o => o.Kpp).HasMaxLength(9);
        organisation.Property(o => o.Ogrn).HasMaxLength(15);
        organisation.Property(o => o.Contacts).IsJson();
        organisation.HasOne<Region>().WithMany().HasForeignKey(o => o.RegionCode).OnDelete(DeleteBehavior.Restrict);
        organisation.HasOne<Organisation>().WithMany().HasForeignKey(o => o.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VenueMap : IEntityTypeConfiguration<Venue>
{
    public void Configure(EntityTypeBuilder<Venue> venue)
    {
        venue.Property(v => v.Version).IsConcurrencyToken();
        venue.Property(v => v.Passport).IsJson();
        venue.Ignore(v => v.Kinds);
        venue.HasIndex(v => new { v.RegionCode, v.NameNorm }).IsUnique();
        venue.HasOne<Region>().WithMany().HasForeignKey(v => v.RegionCode).OnDelete(DeleteBehavior.Restrict);
        venue.HasOne<Organisation>().WithMany().HasForeignKey(v => v.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        venue.HasMany(v => v.Accreditations).WithOne().HasForeignKey("VenueId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        venue.Navigation(v => v.Accreditations).AutoInclude();
    }
}

internal sealed class AccreditationMap : IEntityTypeConfiguration<Accreditation>
{
    public void Configure(EntityTypeBuilder<Accreditation> accreditation)
    {
        accreditation.HasIndex(a => new { a.PackageCode, a.Level });
        accreditation.HasIndex(nameof(VenueId), nameof(Accreditation.PackageCode), nameof(Accreditation.Level), nameof(Accreditation.CertificateNumber)).IsUnique();
        accreditation.Property(a => a.PackageCode).HasMaxLength(60);
        accreditation.Property(a => a.CertificateNumber).HasMaxLength(60);
    }

    private const string VenueId = "VenueId";
}

internal sealed class AccreditationFileMap : IEntityTypeConfiguration<AccreditationFile>
{
    public void Configure(EntityTypeBuilder<AccreditationFile> file)
    {
        file.Property(f => f.Name).HasMaxLength(AccreditationFile.LongestName);
        file.Property(f => f.MediaType).HasMaxLength(40);
        file.Property(f => f.Sha256).HasMaxLength(64);
        file.HasIndex(f => new { f.AccreditationId, f.Sha256 }).IsUnique();
        file.HasOne<Accreditation>().WithMany().HasForeignKey(f => f.AccreditationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ExpertMap : IEntityTypeConfiguration<Expert>
{
    public void Configure(EntityTypeBuilder<Expert> expert)
    {
        expert.Property(e => e.Version).IsConcurrencyToken();
        expert.ComplexProperty(e => e.Name);
        expert.HasIndex(e => new { e.NameNorm, e.Id });
        expert.HasIndex(e => new { e.RegionCode, e.NameNorm, e.Id });
        expert.HasIndex(e => e.MergedInto).HasFilter(CandidateMap.Merged);
        expert.Property(e => e.PersonalNumber).HasMaxLength(PersonalNumber.Length);
        expert.HasIndex(e => new { e.RegionCode, e.PersonalNumber }).IsUnique();
        expert.Property(e => e.HandedOver).IsJson();
        expert.HasOne<Expert>().WithMany().HasForeignKey(e => e.MergedInto).OnDelete(DeleteBehavior.Restrict);
        expert.HasOne<Region>().WithMany().HasForeignKey(e => e.RegionCode).OnDelete(DeleteBehavior.Restrict);
        expert.HasOne<Organisation>().WithMany().HasForeignKey(e => e.EmployerId).OnDelete(DeleteBehavior.Restrict);
        expert.HasMany(e => e.Credentials).WithOne().HasForeignKey("ExpertId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        expert.Navigation(e => e.Credentials).AutoInclude();
        expert.OwnsMany(e => e.Ties, tie =>
        {
            tie.ToTable("ExpertTies");
            tie.WithOwner().HasForeignKey("ExpertId");
            tie.Property<int>("Id");
            tie.HasKey("Id");
        });
    }
}

internal sealed class ExpertCredentialMap : IEntityTypeConfiguration<ExpertCredential>
{
    public void Configure(EntityTypeBuilder<ExpertCredential> credential)
    {
        credential.Property(c => c.Covers).HasMaxLength(60);
        credential.Property(c => c.Number).HasMaxLength(60);
        credential.HasIndex(c => c.Covers);
        // One training, one credential.
        credential.HasIndex(c => c.TrainedAs).IsUnique();
        credential.HasOne<Participant>().WithMany().HasForeignKey(c => c.TrainedAs).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CandidateMap : IEntityTypeConfiguration<Candidate>
{
    // Nearly nobody is merged: with the others in this index, SQLite reads a list through it and sorts all of them. All three databases read this text.
    internal const string Merged = "\"MergedInto\" IS NOT NULL";

    public void Configure(EntityTypeBuilder<Candidate> candidate)
    {
        candidate.Property(c => c.Version).IsConcurrencyToken();
        candidate.ComplexProperty(c => c.Name);
        candidate.HasIndex(c => new { c.NameNorm, c.BirthDate });
        // The list, of a region and of all.
        candidate.HasIndex(c => new { c.RegionCode, c.NameNorm, c.Id });
        candidate.HasIndex(c => new { c.NameNorm, c.Id });
        candidate.HasIndex(c => c.MergedInto).HasFilter(Merged);
        candidate.HasIndex(c => new { c.OrganisationId, c.StudyGroup });
        candidate.HasIndex(c => new { c.OrganisationId, c.NameNorm, c.Id });
        candidate.Property(c => c.PersonalNumber).HasMaxLength(PersonalNumber.Length);
        candidate.HasIndex(c => new { c.RegionCode, c.PersonalNumber }).IsUnique();
        candidate.Property(c => c.StudyGroup).HasMaxLength(60);
        candidate.Property(c => c.HandedOver).IsJson();
        candidate.Property(c => c.Guardian).IsJson();
        candidate.Ignore(c => c.Retakes);
        candidate.Property<List<PermittedRetake>>("_retakes").HasColumnName("Retakes").IsJson();
        candidate.HasOne<Candidate>().WithMany().HasForeignKey(c => c.MergedInto).OnDelete(DeleteBehavior.Restrict);
        candidate.HasOne<Region>().WithMany().HasForeignKey(c => c.RegionCode).OnDelete(DeleteBehavior.Restrict);
        candidate.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AccommodationMap : IEntityTypeConfiguration<Accommodation>
{
    public void Configure(EntityTypeBuilder<Accommodation> accommodation)
    {
        accommodation.HasKey(a => a.CandidateId);
        accommodation.Property(a => a.Version).IsConcurrencyToken();
        accommodation.HasOne<Candidate>().WithOne().HasForeignKey<Accommodation>(a => a.CandidateId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RegisterChangeMap : IEntityTypeConfiguration<RegisterChange>
{
    public void Configure(EntityTypeBuilder<RegisterChange> change)
    {
        change.Ignore(c => c.Fields);
        change.Property<List<FieldChange>>("_fields").HasColumnName("Fields").IsJson();
        change.HasIndex(c => new { c.Kind, c.SubjectId, c.At });
    }
}

internal sealed class AccountMap : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.HasOne<Expert>().WithMany().HasForeignKey(a => a.ExpertId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Candidate>().WithMany().HasForeignKey(a => a.CandidateId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Region>().WithMany().HasForeignKey(a => a.RegionCode).OnDelete(DeleteBehavior.Restrict);
        account.Property(a => a.Language).HasMaxLength(2);
        account.HasIndex(a => new { a.NameNorm, a.Id });
        account.HasIndex(a => new { a.RegionCode, a.NameNorm, a.Id });
        account.HasIndex(a => a.ExpertId);
        account.HasIndex(a => a.CandidateId);
    }
}

internal sealed class AccountRoleMap : IEntityTypeConfiguration<AccountRole>
{
    // Roles are part of the program, so they come with the schema; the ids must never change.
    public void Configure(EntityTypeBuilder<AccountRole> role) => role.HasData(Roles.All.Select((name, index) => new AccountRole
    {
        Id = new Guid($"00000000-0000-4000-8000-{index + 1:D12}"),
        Name = name,
        NormalizedName = name.ToUpperInvariant(),
        ConcurrencyStamp = name,
    }));
}

internal sealed class OneTimeLinkMap : IEntityTypeConfiguration<OneTimeLink>
{
    public void Configure(EntityTypeBuilder<OneTimeLink> link)
    {
        link.HasKey(l => l.CodeHash);
        link.Property(l => l.CodeHash).HasMaxLength(64);
        link.HasIndex(l => l.AccountId);
        link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SessionKeyMap : IEntityTypeConfiguration<SessionKey>
{
    public void Configure(EntityTypeBuilder<SessionKey> key)
    {
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Xml).IsUnlimited();
    }
}

internal sealed class RememberedAnswerMap : IEntityTypeConfiguration<RememberedAnswer>
{
    public void Configure(EntityTypeBuilder<RememberedAnswer> answer)
    {
        answer.HasKey(a => a.Key);
        answer.Property(a => a.Key).HasMaxLength(64);
        answer.HasIndex(a => a.At);
    }
}
