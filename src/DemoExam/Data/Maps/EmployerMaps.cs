using DemoExam.Domain.Employers;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class EmployerApplicationMap : IEntityTypeConfiguration<EmployerApplication>
{
    public void Configure(EntityTypeBuilder<EmployerApplication> application)
    {
        application.Property(a => a.Version).IsConcurrencyToken();
        application.Property(a => a.Inn).HasMaxLength(12);
        application.Property(a => a.Contacts).IsJson();
        application.HasIndex(a => new { a.RegionCode, a.Status, a.AppliedAt });
        application.HasIndex(a => a.Inn);
        application.HasOne<Region>().WithMany().HasForeignKey(a => a.RegionCode).OnDelete(DeleteBehavior.Restrict);
        application.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EmployerNeedMap : IEntityTypeConfiguration<EmployerNeed>
{
    public void Configure(EntityTypeBuilder<EmployerNeed> need)
    {
        need.Property(n => n.SpecialityCode).HasMaxLength(Speciality.LongestCode);
        need.Property(n => n.Text).HasMaxLength(2000);
        need.HasIndex(n => new { n.RegionCode, n.Until });
        need.HasOne<Region>().WithMany().HasForeignKey(n => n.RegionCode).OnDelete(DeleteBehavior.Restrict);
        need.HasOne<Organisation>().WithMany().HasForeignKey(n => n.EmployerId).OnDelete(DeleteBehavior.Restrict);
    }
}
