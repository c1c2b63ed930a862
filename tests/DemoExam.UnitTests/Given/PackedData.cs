namespace DemoExam.UnitTests.Given;

/// <summary>Packed data as foreign files may hold them.</summary>
internal static class PackedData
{
    /// <summary>A sound zlib header (RFC 1950) that asks for a dictionary, and the dictionary's number.</summary>
    public static readonly byte[] AskingForADictionary = [0x78, 0x20, 0, 0, 0, 1, 0, 0, 0];
}
