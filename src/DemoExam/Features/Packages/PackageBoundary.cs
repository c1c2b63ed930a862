using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Packages;

/// <summary>Packages are federal and belong to no region; what one region does with them must not stop another's exams.</summary>
internal static class PackageBoundary
{
    /// <exception cref="Forbidden">Another region than the user's has exams with the package: only an administrator of the installation may.</exception>
    public static async Task RequireUsedOnlyInRegionOf(this DemoExamDb db, CurrentUser user, PackageId id, CancellationToken ct)
    {
        var own = user.RegionCode;
        if (!user.SeesAllRegions && await db.Exams.AnyAsync(e => e.PackageId == id && e.RegionCode != own, ct))
        {
            throw new Forbidden(false);
        }
    }
}
