using System.Formats.Asn1;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// Fetches what authorities say about the certificates of a signature: OCSP where a certificate names a responder, else the revocation
/// list that it names. An authority that says nothing never holds up a passport; one that says “revoked” does.
/// </summary>
/// <param name="http">Stays the property of the caller.</param>
/// <param name="clock">The current time.</param>
/// <param name="onFault">Is told each failure, for the log.</param>
public sealed class RevocationClient(HttpClient http, TimeProvider clock, Action<Exception>? onFault = null)
{
    // All of it lies in every passport, so a list for millions of certificates is of no use here.
    private const int LargestStatement = 256 * 1024;
    private const string AuthorityInformation = "1.3.6.1.5.5.7.1.1", DistributionPoints = "2.5.29.31";

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Certificates and statements about all of them; null when a statement could not be had, or a certificate offers none.</summary>
    /// <param name="chains">From a signer's certificate up to the root, which is last.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SigningKeyFault">A certificate is revoked.</exception>
    public async Task<ValidationEvidence?> Gather(IEnumerable<IReadOnlyList<X509Certificate2>> chains, CancellationToken cancellation)
    {
        var (certificates, lists, responses) = (new List<byte[]>(), new List<byte[]>(), new List<byte[]>());
        var until = DateTimeOffset.MaxValue;
        foreach (var chain in chains)
            for (var i = 0; i < chain.Count; i++)
            {
                Add(certificates, chain[i].RawData);
                // Nobody stands above the root who could revoke it.
                if (i == chain.Count - 1) break;
                if (await Ask(chain[i], chain[i + 1], cancellation) is not var (bytes, isList, statement)) return null;
                if (statement.Revoked is { } since)
                    throw new SigningKeyFault($"The certificate {chain[i].SerialNumber} of {chain[i].Subject} was revoked by its authority on {since:yyyy-MM-dd}. Set a key with a valid certificate.");
                Add(isList ? lists : responses, bytes);
                if (statement.Until < until) until = statement.Until;
            }

        return new ValidationEvidence(certificates, lists, responses, until);
    }

    private async Task<(byte[] Bytes, bool IsList, RevocationStatement Statement)?> Ask(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellation)
    {
        foreach (var (address, isList) in Offers(certificate))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Timeout);
            try
            {
                using var request = new HttpRequestMessage(isList ? HttpMethod.Get : HttpMethod.Post, address);
                if (!isList)
                {
                    request.Content = new ByteArrayContent(RevocationStatement.Question(certificate, issuer));
                    request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
                }

                var bytes = await Answers.Read(http, request, LargestStatement, limit.Token);
                var statement = isList ? RevocationStatement.OfList(bytes, certificate, issuer) : RevocationStatement.OfResponse(bytes, certificate, issuer);
                if (statement.Until < clock.GetUtcNow()) throw new CryptographicException($"The statement of {address} is out of date.");
                return (bytes, isList, statement);
            }
            catch (Exception e) when (e is HttpRequestException or CryptographicException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                onFault?.Invoke(e);
            }
        }

        return null;
    }

    /// <summary>Where a certificate says that statements about it are to be had; responders first, since their answers are short.</summary>
    internal static IReadOnlyList<(Uri Address, bool IsList)> Offers(X509Certificate2 certificate)
    {
        var offers = new List<(Uri, bool)>();
        try
        {
            if (certificate.Extensions[AuthorityInformation] is { } information)
                offers.AddRange(new X509AuthorityInformationAccessExtension(information.RawData).EnumerateOcspUris().Select(text => (new Uri(text), false)));
            if (certificate.Extensions[DistributionPoints] is { } points) offers.AddRange(Points(points.RawData).Select(text => (new Uri(text), true)));
        }
        catch (Exception e) when (e is AsnContentException or UriFormatException or CryptographicException)
        {
            // A certificate that says it wrongly offers nothing.
        }

        return [.. offers.Where(o => o.Item1.Scheme is "http" or "https")];
    }

    // DistributionPoint → distributionPoint [0] → fullName [0] → uniformResourceIdentifier [6] (RFC 5280, 4.2.1.13).
    private static IEnumerable<string> Points(byte[] extension)
    {
        var points = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        var (zero, address) = (new Asn1Tag(TagClass.ContextSpecific, 0), new Asn1Tag(TagClass.ContextSpecific, 6));
        while (points.HasData)
        {
            var point = points.ReadSequence();
            if (!point.HasData || !point.PeekTag().HasSameClassAndValue(zero)) continue;
            var name = point.ReadSequence(zero);
            if (!name.PeekTag().HasSameClassAndValue(zero)) continue;
            var full = name.ReadSequence(zero);
            while (full.HasData)
                if (full.PeekTag().HasSameClassAndValue(address)) yield return full.ReadCharacterString(UniversalTagNumber.IA5String, address);
                else full.ReadEncodedValue();
        }
    }

    private static void Add(List<byte[]> all, byte[] one)
    {
        if (!all.Exists(known => known.AsSpan().SequenceEqual(one))) all.Add(one);
    }
}
