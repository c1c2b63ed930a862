namespace DemoExam.Domain.Candidates;

/// <summary>Who speaks for a minor (законный представитель): is asked, consents to the processing of personal data, files appeals. The rights end at 18.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Phone">As it was given.</param>
/// <param name="Email">Address.</param>
/// <param name="Consent">Paper by which the guardian consented; null while there is none.</param>
public sealed record Guardian(string Name, string? Phone = null, string? Email = null, string? Consent = null)
{
    /// <summary>Longest name, and longest paper.</summary>
    public const int LongestText = 200;

    /// <summary>Longest telephone number.</summary>
    public const int LongestPhone = 60;

    /// <summary>Age at which people speak for themselves, years (Civil Code, article 21).</summary>
    public const int FullAge = 18;

    /// <summary>The guardian of what was typed; null when nothing was.</summary>
    public static Guardian? Of(string? name, string? phone, string? email, string? consent) =>
        Clean(name) is { } said ? new Guardian(said, Clean(phone), Clean(email), Clean(consent)) : null;

    /// <summary>As histories tell it.</summary>
    public override string ToString() => string.Join(", ", new[] { Name, Phone, Email, Consent }.Where(part => part is not null));

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
