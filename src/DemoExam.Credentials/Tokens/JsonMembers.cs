using System.Text.Json;

namespace DemoExam.Credentials.Tokens;

/// <summary>Reads members of signed JSON without trusting its shape: what is missing or of another kind is simply not there.</summary>
internal static class JsonMembers
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement element, string name)
    {
        if (element.Member(name) is not { ValueKind: JsonValueKind.String } value) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, for example: JSON, but no text.
            return null;
        }
    }

    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static JsonElement First(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value && value.GetArrayLength() > 0 ? value[0] : default;

    /// <summary>Seconds since 1970.</summary>
    public static bool TryTime(this JsonElement element, string name, out DateTimeOffset time)
    {
        time = default;
        if (element.Number(name) is not { } seconds || seconds is < 0 or > 253_402_300_799) return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
