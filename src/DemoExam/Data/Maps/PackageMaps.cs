using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class SpecialityMap : IEntityTypeConfiguration<Speciality>
{
    public void Configure(EntityTypeBuilder<Speciality> speciality)
    {
        speciality.Property(s => s.Version).IsConcurrencyToken();
        speciality.Property(s => s.Code).HasMaxLength(Speciality.LongestCode);
        speciality.HasIndex(s => s.Code).IsUnique();
    }
}

internal sealed class AssessmentPackageMap : IEntityTypeConfiguration<AssessmentPackage>
{
    public void Configure(EntityTypeBuilder<AssessmentPackage> package)
    {
        package.Property(p => p.Code).HasMaxLength(60);
        package.Property(p => p.NameNorm).HasMaxLength(1000);
        package.Property(p => p.Experts).HasConversion(table => table.Text, text => new ExpertTable(text)).HasMaxLength(ExpertTable.Longest);
        package.Property(p => p.Infrastructure).HasConversion(list => list.Text, text => new InfrastructureList(text));
        package.HasIndex(p => new { p.Code, p.Version }).IsUnique();
        package.OwnsMany(p => p.Sections, section =>
        {
            section.ToTable("StandardSections");
            section.WithOwner().HasForeignKey("PackageId");
            section.HasKey("PackageId", nameof(StandardSection.Number));
            section.Property(s => s.Number).ValueGeneratedNever();
        });
        package.HasMany(p => p.Criteria).WithOne().HasForeignKey("PackageId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        package.Navigation(p => p.Criteria).AutoInclude();
    }
}

internal sealed class CriterionMap : IEntityTypeConfiguration<Criterion>
{
    public void Configure(EntityTypeBuilder<Criterion> criterion)
    {
        criterion.Property(c => c.Letter).HasMaxLength(1);
        criterion.Ignore(c => c.Aspects);
        criterion.HasMany(c => c.SubCriteria).WithOne().HasForeignKey("CriterionId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        criterion.Navigation(c => c.SubCriteria).AutoInclude();
    }
}

internal sealed class SubCriterionMap : IEntityTypeConfiguration<SubCriterion>
{
    public void Configure(EntityTypeBuilder<SubCriterion> subCriterion)
    {
        subCriterion.ToTable("SubCriteria");
        subCriterion.HasMany(s => s.Aspects).WithOne().HasForeignKey("SubCriterionId").IsRequired().OnDelete(DeleteBehavior.Cascade);
        subCriterion.Navigation(s => s.Aspects).AutoInclude();
    }
}

internal sealed class AspectMap : IEntityTypeConfiguration<Aspect>
{
    public void Configure(EntityTypeBuilder<Aspect> aspect)
    {
        aspect.Property(a => a.Code).HasMaxLength(20);
        aspect.Property(a => a.Text).HasMaxLength(2000);
        aspect.Property(a => a.HowToCheck).HasMaxLength(4000);
        aspect.Property(a => a.Requirement).HasMaxLength(2000);
        aspect.Property(a => a.Scale).IsJson();
    }
}

internal sealed class GradeScaleMap : IEntityTypeConfiguration<GradeScale>
{
    public void Configure(EntityTypeBuilder<GradeScale> scale)
    {
        scale.Ignore(s => s.Bounds);
        scale.Property<List<GradeBound>>("_bounds").HasColumnName("Bounds").IsJson();
        scale.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
