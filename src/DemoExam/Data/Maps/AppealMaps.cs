using DemoExam.Domain.Appeals;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DemoExam.Data.Maps;

internal sealed class AppealMap : IEntityTypeConfiguration<Appeal>
{
    public void Configure(EntityTypeBuilder<Appeal> appeal)
    {
        appeal.Property(a => a.Version).IsConcurrencyToken();
        appeal.Property(a => a.Text).IsUnlimited();
        appeal.Property(a => a.Criterion).HasMaxLength(1);
        appeal.Ignore(a => a.Votes);
        appeal.Property<List<CastVote>>("_votes").HasColumnName("Votes").IsJson();
        // The decision of the board is final: one appeal of each kind.
        appeal.HasIndex(a => new { a.ExamId, a.CandidateId, a.Kind }).IsUnique();
        appeal.HasOne<Exam>().WithMany().HasForeignKey(a => a.ExamId).OnDelete(DeleteBehavior.Restrict);
        appeal.HasOne<Candidate>().WithMany().HasForeignKey(a => a.CandidateId).OnDelete(DeleteBehavior.Restrict);
        appeal.HasOne<AppealBoard>().WithMany().HasForeignKey(a => a.BoardId).OnDelete(DeleteBehavior.Restrict);
        appeal.HasOne<UnlockRequest>().WithMany().HasForeignKey(a => a.UnlockId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AppealBoardMap : IEntityTypeConfiguration<AppealBoard>
{
    public void Configure(EntityTypeBuilder<AppealBoard> board)
    {
        board.Ignore(b => b.People);
        board.Property<List<BoardPerson>>("_people").HasColumnName("People").IsJson();
        board.HasIndex(b => new { b.OrganisationId, b.Year });
        board.HasOne<Organisation>().WithMany().HasForeignKey(b => b.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
