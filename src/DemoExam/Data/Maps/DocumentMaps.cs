using DemoExam.Domain.Documents;
using DemoExam.Domain.Exams;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class ExamDocumentMap : IEntityTypeConfiguration<ExamDocument>
{
    public void Configure(EntityTypeBuilder<ExamDocument> document)
    {
        document.Property(d => d.Language).HasMaxLength(2);
        document.Property(d => d.Code).HasMaxLength(9);
        document.Property(d => d.ContentHash).HasMaxLength(64);
        document.HasIndex(d => d.Code).IsUnique();
        // Two who print at the same second get one version.
        document.HasIndex(d => new { d.ExamId, d.Kind, d.IsBlank, d.Language, d.Version }).IsUnique();
        document.HasOne<Exam>().WithMany().HasForeignKey(d => d.ExamId).OnDelete(DeleteBehavior.Cascade);
    }
}
