using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;

namespace DemoExam.Security;

/// <summary>
/// How documents are signed: with the key in use or by another house, with whose time stamp, with which proofs. The only part of the
/// service that asks other servers, and only those that the settings name.
/// </summary>
public sealed class DocumentSigning : IDisposable
{
    // Answers of authorities last for days; new passports should carry fairly new ones.
    private static readonly TimeSpan EvidenceTerm = TimeSpan.FromHours(6), EvidenceRest = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _gathering = new(1);
    private readonly SigningKeys _keys;
    private readonly TimeProvider _time;
    private readonly IMessageSigner? _house;
    private readonly TimestampClient? _timestamps;
    private readonly RevocationClient? _revocation;
    private volatile Pen _pen;
    private ValidationEvidence? _evidence;
    private DateTimeOffset _gatherAt;

    public DocumentSigning(SigningKeys keys, IConfiguration configuration, IHttpClientFactory http, TimeProvider time, ILogger<DocumentSigning> log)
    {
        var options = SigningOptions.Of(configuration);
        (_keys, _time) = (keys, time);
        _house = options.External.Address is { } house ? External(options.External, house, http) : null;
        if (options.Timestamp.Address is { } authority)
        {
            _timestamps = new TimestampClient(Client(http), authority, keys.Trust.TimestampRoots, time, fault => log.LogWarning("No time stamp from {Authority}: {Reason}", authority.Host, fault.Message))
            {
                Timeout = options.Timestamp.Timeout, ReservedBytes = options.Timestamp.ReservedBytes,
            };
        }

        if (options.Qualified.Address is { } notary)
        {
            Qualified = new QualifiedSigner(Client(options.Qualified, http), notary, TextOf(options.Qualified.CertificateFile!), GostTrust.FromPem(TextOf(options.Qualified.RootFile!)))
            {
                Timeout = options.Qualified.Timeout,
            };
        }

        if (options.LongTerm)
        {
            _revocation = new RevocationClient(Client(http), time, fault => log.LogWarning("No proof of non-revocation: {Reason}", fault.Message));
        }

        _pen = NewPen();
        log.LogInformation("Documents are signed by {Signer}{External}; time stamps: {Authority}; qualified signatures: {Qualified}", Certificate.Subject,
            options.External.Address is null ? "" : $" at {options.External.Address.Host}", options.Timestamp.Address?.Host ?? "none", Qualified?.Subject ?? "none");
    }

    /// <summary>Signs documents. Whoever makes one takes it once: another key may come into use meanwhile.</summary>
    public PdfSigner Signer => InHand.Pdf;

    /// <summary>Certificate of the signer.</summary>
    public X509Certificate2 Certificate => InHand.Signer.Certificate;

    /// <summary>The time-stamp authority; null without one.</summary>
    public ITimestampClient? Timestamps => _timestamps;

    /// <summary>Lays a qualified signature beside finished documents; null without one.</summary>
    public QualifiedSigner? Qualified { get; }

    /// <summary>True when signing waits for other servers, so that many documents should wait at once.</summary>
    public bool Waits => _timestamps is not null || _house is not null;

    /// <summary>Refuses to sign outside the terms of the certificates.</summary>
    /// <exception cref="SigningKeyFault">Not yet or no longer valid.</exception>
    public void RequireInForce(DateTimeOffset now)
    {
        _keys.RequireInForce(now);
        SigningKeys.RequireInForce(Certificate, now);
    }

    /// <summary>Proofs that no certificate is revoked, fetched now and then; null when there are none, which holds nothing up.</summary>
    /// <exception cref="SigningKeyFault">An authority says that a certificate is revoked: nobody would accept the signature.</exception>
    public async Task<ValidationEvidence?> Evidence(CancellationToken ct)
    {
        if (_revocation is null)
        {
            return null;
        }

        await _gathering.WaitAsync(ct);
        try
        {
            var now = _time.GetUtcNow();
            if (now >= _gatherAt)
            {
                // The authority's certificates are known from its stamps.
                var known = _timestamps is null or { Chain.Count: > 0 } || await _timestamps.Stamp(RandomNumberGenerator.GetBytes(32), ct) is not null;
                var fresh = await _revocation.Gather(Chains(), ct);
                _gatherAt = now + (fresh is not null && known ? EvidenceTerm : EvidenceRest);
                _evidence = fresh ?? _evidence;
            }

            return _evidence?.FreshUntil > now ? _evidence : null;
        }
        finally
        {
            _gathering.Release();
        }
    }

    public void Dispose() => _gathering.Dispose();

    private Pen InHand => _house is not null || _pen.Key == _keys.Current ? _pen : _pen = NewPen();

    private Pen NewPen()
    {
        // Proofs for the chain of another certificate are of no use.
        (_evidence, _gatherAt) = (null, default);
        var key = _keys.Current;
        var signer = _house ?? new KeyMessageSigner(key);
        return new Pen(key, signer, new PdfSigner(signer, _timestamps?.ReservedBytes ?? 0));
    }

    private IEnumerable<IReadOnlyList<X509Certificate2>> Chains()
    {
        List<X509Certificate2> chain = [Certificate, .. InHand.Signer.Intermediates];
        if (_keys.Trust.Roots.FirstOrDefault(root => root.SubjectName.RawData.AsSpan().SequenceEqual(chain[^1].IssuerName.RawData)) is { } root)
        {
            chain.Add(root);
        }

        yield return chain;
        if (_timestamps is { Chain: { Count: > 0 } stamp })
        {
            yield return stamp;
        }
    }

    private static ExternalSigner External(ExternalSignerOptions options, Uri address, IHttpClientFactory http) =>
        new(Client(options, http), address, options.CertificateFile!) { Timeout = options.Timeout };

    private static HttpClient Client(ExternalSignerOptions options, IHttpClientFactory http)
    {
        var client = Client(http);
        if (!string.IsNullOrWhiteSpace(options.Authorization))
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", options.Authorization);
        }

        return client;
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SigningKeyFault($"The certificate {file} cannot be read: {failure.Message}", failure);
        }
    }

    private static HttpClient Client(IHttpClientFactory http)
    {
        var client = http.CreateClient(nameof(DocumentSigning));
        // Each call has a limit of its own.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }

    private sealed record Pen(ISigningKey Key, IMessageSigner Signer, PdfSigner Pdf);
}
