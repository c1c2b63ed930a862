using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DemoExam.Features.Shared;

/// <summary>
/// What the next page tells about the deed just done: <c>TempData.Notify(Kind.Good, T["…"])</c> before a redirect. A notice stays
/// until the reader leaves the page; nothing disappears by itself.
/// </summary>
public static class Notices
{
    private const string Key = "Notices";

    public static void Notify(this ITempDataDictionary data, Kind kind, string text) =>
        data[Key] = (string[])[.. data.Peek(Key) as string[] ?? [], $"{kind}|{text}"];

    public static IEnumerable<(Kind Kind, string Text)> Take(ITempDataDictionary data) =>
        (data[Key] as string[] ?? []).Select(notice => notice.Split('|', 2)).Select(parts => (Enum.Parse<Kind>(parts[0]), parts[1]));
}
