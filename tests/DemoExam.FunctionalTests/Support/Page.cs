using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace DemoExam.FunctionalTests.Support;

/// <summary>A file to upload by <see cref="App.PostForm"/>.</summary>
public sealed record Upload(string FileName, byte[] Content, string ContentType = "application/octet-stream");

/// <summary>An answer to a browser, read as HTML.</summary>
public sealed class Page
{
    private readonly Uri _address;

    private Page(HttpResponseMessage response, string body)
    {
        _address = response.RequestMessage!.RequestUri!;
        Status = response.StatusCode;
        Location = response.Headers.Location?.ToString();
        Headers = response.Headers;
        Body = body;
        Html = new HtmlParser().ParseDocument(body);
    }

    public HttpStatusCode Status { get; }

    /// <summary>Where the answer sends the browser; null when it doesn't.</summary>
    public string? Location { get; }

    public HttpResponseHeaders Headers { get; }

    public string Body { get; }

    public IHtmlDocument Html { get; }

    /// <summary>Words of the main part, single spaces.</summary>
    public string Text => Words(Html.QuerySelector("main") ?? (IElement?)Html.Body);

    /// <summary>Words of the first element that the selector finds; fails when there is none.</summary>
    public string TextOf(string selector) => Words(Html.QuerySelector(selector).ShouldNotBeNull($"No {selector} in: {Text}"));

    /// <summary>Words of every element that the selector finds.</summary>
    public IReadOnlyList<string> AllTexts(string selector) => [.. Html.QuerySelectorAll(selector).Select(Words)];

    internal static async Task<Page> Of(HttpResponseMessage response) => new(response, await response.Content.ReadAsStringAsync());

    internal HttpRequestMessage Submit(IReadOnlyDictionary<string, object?> fields, string? selector)
    {
        var form = (selector is null
            ? Html.Forms.FirstOrDefault(f => IsPost(f) && (fields.Count == 0 || f.QuerySelector($"[name='{fields.Keys.First()}']") is not null))
            : Html.QuerySelector(selector) as IHtmlFormElement).ShouldNotBeNull($"No such form on {_address}: {selector ?? string.Join(", ", fields.Keys)}");

        var values = Current(form).Where(v => !fields.ContainsKey(v.Name)).ToList();
        var files = new List<(string Name, Upload File)>();
        foreach (var (name, value) in fields)
        {
            switch (value)
            {
                case null or false:
                    break;
                case Upload file:
                    files.Add((name, file));
                    break;
                case string text:
                    values.Add((name, text));
                    break;
                case IEnumerable<string> texts:
                    values.AddRange(texts.Select(text => (name, text)));
                    break;
                case DateOnly day:
                    values.Add((name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                    break;
                default:
                    values.Add((name, Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("True", "true", StringComparison.Ordinal)));
                    break;
            }
        }

        return new HttpRequestMessage(HttpMethod.Post, new Uri(_address, form.GetAttribute("action") is { Length: > 0 } action ? action : _address.PathAndQuery))
        {
            Content = form.GetAttribute("enctype") == "multipart/form-data" ? Multipart(values, files) : new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Name, v.Value))),
        };
    }

    private static bool IsPost(IHtmlFormElement form) => string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase);

    private static MultipartFormDataContent Multipart(List<(string Name, string Value)> values, List<(string Name, Upload File)> files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in values)
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, file) in files)
        {
            var part = new ByteArrayContent(file.Content);
            part.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
            content.Add(part, name, file.FileName);
        }

        return content;
    }

    private static IEnumerable<(string Name, string Value)> Current(IHtmlFormElement form)
    {
        foreach (var element in form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 } && !e.HasAttribute("disabled")))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    if (box.IsChecked)
                    {
                        yield return (name, box.Value);
                    }

                    break;
                case IHtmlInputElement { Type: "file" or "submit" or "button" }:
                    break;
                case IHtmlInputElement input:
                    yield return (name, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    yield return (name, area.Value);
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.Options.Where(o => o.IsSelected))
                    {
                        yield return (name, option.Value);
                    }

                    break;
            }
        }
    }

    private static string Words(IElement? element) => string.Join(' ', (element?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
