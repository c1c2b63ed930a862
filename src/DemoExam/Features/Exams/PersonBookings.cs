using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>Booked days of people of whom the registers had two entries.</summary>
internal static class PersonBookings
{
    /// <summary>Days on which both entries are booked, with the numbers of the exams, in order.</summary>
    public static async Task<IReadOnlyList<(DateOnly Day, IReadOnlyList<string> Exams)>> DaysOfBoth(this DemoExamDb db, BookedKind kind, Guid one, Guid other, CancellationToken ct)
    {
        var both = new[] { one, other };
        var booked = await (from booking in db.Bookings.AsNoTracking()
                            join exam in db.Exams on booking.ExamId equals exam.Id
                            where booking.Kind == kind && both.Contains(booking.ResourceId)
                            select new { booking.ResourceId, booking.Day, booking.Slot, Zone = booking.Number, exam.Number }).ToListAsync(ct);
        return
        [
            .. booked.GroupBy(b => (b.Day, b.Slot, b.Zone)).Where(d => d.Select(b => b.ResourceId).Distinct().Count() > 1)
                .GroupBy(d => d.Key.Day, d => d.Select(b => b.Number)).OrderBy(d => d.Key)
                .Select(d => (d.Key, (IReadOnlyList<string>)[.. d.SelectMany(numbers => numbers).Distinct().Order(StringComparer.Ordinal)])),
        ];
    }

    /// <summary>Passes bookings from one entry to another. A booking is a key, so it is made anew.</summary>
    /// <param name="exams">Only those of these exams; null for all.</param>
    public static async Task PassBookings(this DemoExamDb db, BookedKind kind, Guid from, Guid to, IReadOnlyList<ExamId>? exams, CancellationToken ct)
    {
        var bookings = await db.Bookings.Where(b => b.Kind == kind && b.ResourceId == from && (exams == null || exams.Contains(b.ExamId))).ToListAsync(ct);
        db.Bookings.RemoveRange(bookings);
        db.Bookings.AddRange(bookings.Select(b => b.Of(to)));
    }
}
