namespace DemoExam.Security;

/// <summary>A link that sets the password of an account once, or makes the first administrator. It is deleted by its use.</summary>
public sealed class OneTimeLink
{
    /// <summary>How long an account may wait for its person.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromDays(30);

    /// <summary><see cref="OneTimeCode.HashOf"/> of the code.</summary>
    public required string CodeHash { get; init; }

    /// <summary>The account; null for the first administrator, who has none yet.</summary>
    public Guid? AccountId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Last moment; null for a link that ends only by use.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    public bool IsValid(DateTimeOffset now) => ValidTo is null || now <= ValidTo;
}
