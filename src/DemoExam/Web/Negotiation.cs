namespace DemoExam.Web;

/// <summary>Which form of an answer the reader asks for.</summary>
internal static class Negotiation
{
    /// <summary>True for wallets that ask for a credential by one of its two types, and not for a page.</summary>
    public static bool WantsCredential(this HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Any(type => type.MediaType.Value is "application/vc+jwt" or "text/plain")
            && !accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True for programs that ask for JSON; browsers name HTML and get the page.</summary>
    public static bool WantsJson(this HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            && !accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
    }
}
