using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// Asks an RFC 3161 authority over HTTP. Whatever goes wrong, the answer is “no time stamp”, told to <paramref name="onFault"/>: a
/// passport is never held up by another house's server.
/// </summary>
/// <param name="http">Stays the property of the caller.</param>
/// <param name="authority">Address of the authority.</param>
/// <param name="onFault">Is told each failure, for the log.</param>
public sealed class TimestampClient(HttpClient http, Uri authority, Action<Exception>? onFault = null) : ITimestampClient
{
    private const int LargestAnswer = 64 * 1024;

    /// <inheritdoc/>
    public int ReservedBytes { get; init; } = 6000;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<byte[]?> Stamp(ReadOnlyMemory<byte> signature, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Timeout);
        try
        {
            return await Ask(signature, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
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
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        if (answer.Content.Headers.ContentLength > LargestAnswer) throw new HttpRequestException("The answer of the time-stamp authority is too long.");
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var room = new byte[LargestAnswer];
        var length = await body.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancellation);
        if (length == room.Length) throw new HttpRequestException("The answer of the time-stamp authority is too long.");
        // Checks status, nonce and hash.
        return request.ProcessResponse(room.AsMemory(0, length), out _).AsSignedCms().Encode();
    }
}
