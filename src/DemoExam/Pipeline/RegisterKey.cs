namespace DemoExam.Pipeline;

/// <summary>
/// Where a page of a register ends: its rows are in the order of their normalised names, which are unique within a region.
/// </summary>
internal sealed record RegisterKey(string NameNorm, string RegionCode)
{
    public static bool TryRead(string? text, out RegisterKey key)
    {
        key = text is { Length: > 3 } && text[^3] == '~' ? new RegisterKey(text[..^3], text[^2..]) : new RegisterKey("", "");
        return key.RegionCode.Length > 0;
    }

    public override string ToString() => $"{NameNorm}~{RegionCode}";
}
