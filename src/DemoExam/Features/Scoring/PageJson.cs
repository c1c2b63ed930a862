using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Features.Scoring;

/// <summary>Data for a script inside a page, in the form of the API.</summary>
public sealed class PageJson(IOptions<JsonOptions> api)
{
    // '<' must not end the script element that the data stands in.
    private readonly JsonSerializerOptions _options = new(api.Value.SerializerOptions) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string Of<T>(T data) => JsonSerializer.Serialize(data, _options);
}
