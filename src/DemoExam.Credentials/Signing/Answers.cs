using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace DemoExam.Credentials.Signing;

/// <summary>Reads answers of other houses' servers, which may be of any length.</summary>
internal static class Answers
{
    private const int LargestSignature = 64 * 1024;

    /// <summary>Posts a hash to a signer at another house and reads the message that it answers, unchecked.</summary>
    /// <param name="hashName">Name of the hash function.</param>
    /// <param name="hash">The hash; nothing else of the document leaves the machine.</param>
    /// <param name="house">What the signer is called in an error.</param>
    /// <exception cref="SigningKeyFault">It gave no answer in time.</exception>
    public static async Task<byte[]> Signature(HttpClient http, Uri address, string hashName, ReadOnlyMemory<byte> hash, string house, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = JsonContent.Create(new { hashAlgorithm = hashName, hash = Convert.ToBase64String(hash.Span) });
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/pkcs7-signature"));
            return await Read(http, request, LargestSignature, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new SigningKeyFault($"The {house} at {address.Host} gave no signature: {(e is OperationCanceledException ? "it did not answer in time" : e.Message)}", e) { NoAnswer = true };
        }
    }

    /// <summary>Sends a request and reads the body of a good answer.</summary>
    /// <exception cref="HttpRequestException">No good answer came, or it is longer than allowed.</exception>
    public static async Task<byte[]> Read(HttpClient http, HttpRequestMessage request, int longest, CancellationToken cancellation)
    {
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        if (answer.Content.Headers.ContentLength > longest) throw TooLong(request);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            all.Write(buffer, 0, read);
            if (all.Length > longest) throw TooLong(request);
        }

        return all.ToArray();
    }

    private static HttpRequestException TooLong(HttpRequestMessage request) => new($"The answer of {request.RequestUri} is too long.");
}
