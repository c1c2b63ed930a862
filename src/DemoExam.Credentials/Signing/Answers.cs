namespace DemoExam.Credentials.Signing;

/// <summary>Reads answers of other houses' servers, which may be of any length.</summary>
internal static class Answers
{
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
