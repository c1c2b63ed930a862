using DemoExam.Data;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Security;

/// <summary>What the administrator asks of everybody who signs in. One row.</summary>
public sealed class SignInPolicy
{
    /// <summary>The number of the only row.</summary>
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>Roles whose people must have a second factor.</summary>
    public List<string> SecondFactorRoles { get; set; } = [];

    /// <summary>The policy in force; the mild one when none was set.</summary>
    internal static async Task<SignInPolicy> Of(DemoExamDb db, CancellationToken ct) =>
        await db.SignInPolicies.AsNoTracking().SingleOrDefaultAsync(ct) ?? new SignInPolicy();
}
