using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Pdf;

namespace DemoExam.Credentials.Tokens;

/// <summary>
/// A signed statement of what a check of a passport said at a moment (JWT, RFC 7519). Its type is its own, so that nobody can take it for
/// a credential (RFC 8725, 3.11), and it has no end: it speaks of the past.
/// </summary>
public static class CheckReceipt
{
    /// <summary>File name inside the receipt's PDF.</summary>
    public const string FileName = "receipt.jwt";

    private const string TypeName = "check-receipt+jwt";

    /// <summary>Signs a receipt.</summary>
    /// <param name="id">Identity of the receipt (<c>jti</c>).</param>
    /// <param name="passport">Address of the passport (<c>sub</c>).</param>
    /// <param name="checkedAt">Moment of the check, whole seconds (<c>iat</c>).</param>
    /// <param name="check">What the check said, as the same address answers programs (<c>check</c>).</param>
    public static ValueTask<string> Sign(TokenSigner signer, Guid id, Uri passport, DateTimeOffset checkedAt, JsonElement check, CancellationToken cancellation = default) =>
        signer.Sign(IssuerKeys.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", signer.Issuer);
            json.WriteString("sub", passport.AbsoluteUri);
            json.WriteString("jti", $"urn:uuid:{id}");
            json.WriteNumber("iat", checkedAt.ToUnixTimeSeconds());
            json.WritePropertyName("check");
            check.WriteTo(json);
            json.WriteEndObject();
        }), TypeName, cancellation);

    /// <summary>The receipt as a file inside its PDF.</summary>
    public static PdfAttachment Attachment(string token) =>
        new(FileName, "application/jwt", Encoding.ASCII.GetBytes(token), "Квитанция для программ / Receipt for programs");
}
