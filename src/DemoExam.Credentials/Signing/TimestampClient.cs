using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>Gives an RFC 3161 time stamp for a signature.</summary>
public interface ITimestampClient
{
    /// <summary>Room that a token may take, in bytes; 6,000 suits the common authorities.</summary>
    int ReservedBytes { get; }

    /// <summary>A token over the SHA-256 hash of <paramref name="signature"/>, or null when none can be had now: a passport is issued without it then.</summary>
    Task<byte[]?> Stamp(ReadOnlyMemory<byte> signature, CancellationToken cancellation);
}

/// <summary>
/// Asks an RFC 3161 authority over HTTP, and believes nothing: status, nonce, hash, signature, certificate and time of the answer are
/// checked. Whatever goes wrong, the answer is “no time stamp”, told to <paramref name="onFault"/>: a passport is never held up by
/// another house's server. After a fault the authority is left alone for a while, so that a batch waits for it once.
/// </summary>
/// <param name="http">Stays the property of the caller.</param>
/// <param name="authority">Address of the authority.</param>
/// <param name="roots">Roots that its certificate must lead to.</param>
/// <param name="clock">The current time, which the token must state.</param>
/// <param name="onFault">Is told each failure, for the log.</param>
public sealed class TimestampClient(
    HttpClient http, Uri authority, IReadOnlyList<X509Certificate2> roots, TimeProvider clock, Action<Exception>? onFault = null) : ITimestampClient
{
    private const int LargestAnswer = 64 * 1024;

    // Clocks differ; a token for another hour is a lie or a fault.
    private static readonly TimeSpan LargestDifference = TimeSpan.FromMinutes(5);

    private long restUntil;

    /// <inheritdoc/>
    public int ReservedBytes { get; init; } = 6000;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the authority is left alone after a fault.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The certificates of the last token, from the authority's own up to its root; empty before the first one.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; private set; } = [];

    /// <inheritdoc/>
    public async Task<byte[]?> Stamp(ReadOnlyMemory<byte> signature, CancellationToken cancellation)
    {
        if (clock.GetUtcNow().UtcTicks < Interlocked.Read(ref restUntil)) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Timeout);
        try
        {
            return await Ask(signature, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Interlocked.Exchange(ref restUntil, (clock.GetUtcNow() + Rest).UtcTicks);
            onFault?.Invoke(e);
            return null;
        }
    }

    private async Task<byte[]> Ask(ReadOnlyMemory<byte> signature, CancellationToken cancellation)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(
            signature.Span, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        using var content = new ByteArrayContent(request.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var message = new HttpRequestMessage(HttpMethod.Post, authority) { Content = content };
        var answer = await Answers.Read(http, message, LargestAnswer, cancellation);
        // Checks status, nonce and hash.
        var token = request.ProcessResponse(answer, out _);
        if (!token.VerifySignatureForData(signature.Span, out var signer) || signer is null) throw new CryptographicException("The signature of the time stamp does not hold.");
        var (time, now) = (token.TokenInfo.Timestamp, clock.GetUtcNow());
        if ((time - now).Duration() > LargestDifference) throw new CryptographicException(FormattableString.Invariant($"The time stamp says {time:u}, and it is {now:u}."));
        Chain = CertificateChains.OfTimestamp(signer, roots, token.AsSignedCms().Certificates, time)
            ?? throw new CryptographicException($"The time stamp is signed by {signer.Subject}, which does not lead to the roots that are trusted for it.");
        var encoded = token.AsSignedCms().Encode();
        return encoded.Length <= ReservedBytes ? encoded : throw new CryptographicException($"The time stamp takes {encoded.Length} bytes, and {ReservedBytes} are kept free for it.");
    }
}
