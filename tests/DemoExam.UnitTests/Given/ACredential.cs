using DemoExam.Credentials;
using DemoExam.Credentials.Tokens;

namespace DemoExam.UnitTests.Given;

/// <summary>Credentials of the passports of <see cref="APassport"/>.</summary>
public static class ACredential
{
    public const string Did = "did:web:exam.example.org";
    public static readonly Uri List = new("https://exam.example.org/status/3");

    public static CredentialFrame Frame { get; } = new(
        Did, new Guid("5b1c1a2e-3f0e-4e0b-9a5c-0a7f6a9b2d77"), APassport.Everyday().IssuedAt,
        new Uri("https://exam.example.org/achievements/09.02.07-9-2026/v1"), new Uri("https://exam.example.org/venues/39-014"), new StatusEntry(List, 104332));

    public static string Sign(AnIssuer issuer, PassportContent content, TokenType type = TokenType.VerifiableCredential) =>
        SignPayload(issuer, BadgeCredential.Payload(content, Frame), type);

    public static string SignPayload(AnIssuer issuer, byte[] payload, TokenType type = TokenType.VerifiableCredential) =>
        new TokenSigner(issuer.Key, Did).Sign(payload, type, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
}
