using System.Security.Cryptography;
using System.Text;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Security;
using DemoExam.Web;

namespace DemoExam.Features.Passports;

/// <summary>
/// Who the issuer is to programs: a did:web made of the public address, and the addresses that credentials name. All of them stand in
/// signed documents for ever, so none may change.
/// </summary>
public sealed class IssuerIdentity(PublicAddress address, SigningKeys keys)
{
    private volatile Made? signer;

    /// <summary>The DID.</summary>
    public string Did => IssuerKeys.DidOf(new Uri(address.Value));

    /// <summary>Signs tokens with the key in use.</summary>
    public TokenSigner Signer
    {
        get
        {
            // Not at construction: the address may be known only when the service listens, and another key may come into use.
            if (signer is { } known && known.Signer.Issuer == Did && known.Key == keys.Current)
            {
                return known.Signer;
            }

            var key = keys.Current;
            var made = new TokenSigner(key, Did);
            signer = new Made(key, made);
            return made;
        }
    }

    /// <summary>Address of a status list.</summary>
    public Uri StatusList(int list) => address.With($"/status/{list}");

    /// <summary>Where the bit of a passport is.</summary>
    public StatusEntry StatusEntry(StatusPlace place) => new(StatusList(place.List), place.Index);

    /// <summary>Address that names what was achieved: one version of a package, at one level.</summary>
    public Uri Achievement(PackageId package, ExamScope scope) => address.With($"/achievements/{package}/{NameOf(scope)}");

    /// <summary>Address that names a venue.</summary>
    public Uri Venue(VenueId venue) => address.With($"/places/{venue}");

    /// <summary>The holder's pseudonym in one credential: the same each time that it is drawn, and of no use elsewhere.</summary>
    public static Guid SubjectOf(PassportId passport)
    {
        var hash = SHA256.HashData([.. Encoding.ASCII.GetBytes("DemoExam credential subject"), .. passport.Value.ToByteArray(bigEndian: true)]).AsSpan(0, 16);
        // Version 8 of RFC 9562: made by our own rule.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    /// <summary>A level in an address: <c>base</c>, <c>profile-variative</c>.</summary>
    public static string NameOf(ExamScope scope) => scope.Level.ToString().ToLowerInvariant() + (scope.WithVariativePart ? "-variative" : "");

    private sealed record Made(ISigningKey Key, TokenSigner Signer);
}
