using System.Text.Json;
using System.Text.Json.Serialization;

namespace DemoExam.Credentials;

/// <summary>
/// The printed values as data: the file <c>passport.json</c> inside every passport. It is signed with the rest of the file, so a
/// checker shows these values and not what somebody painted over the page.
/// </summary>
public static class PassportJson
{
    /// <summary>Name of the file inside the PDF.</summary>
    public const string FileName = "passport.json";

    /// <summary>Media type of the file.</summary>
    public const string MediaType = "application/json";

    private const int MaximumDepth = 16;

    /// <summary>Writes the content; equal contents give equal bytes.</summary>
    public static byte[] Write(PassportContent content) => JsonSerializer.SerializeToUtf8Bytes(content, PassportJsonContext.Default.PassportContent);

    /// <summary>Reads the content back.</summary>
    /// <exception cref="JsonException">The bytes are no passport.</exception>
    public static PassportContent Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        return JsonSerializer.Deserialize(ref reader, PassportJsonContext.Default.PassportContent) ?? throw new JsonException("The passport is null.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PassportContent))]
internal sealed partial class PassportJsonContext : JsonSerializerContext;
