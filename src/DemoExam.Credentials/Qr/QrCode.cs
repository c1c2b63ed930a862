namespace DemoExam.Credentials.Qr;

/// <summary>
/// A QR code (ISO/IEC 18004:2015, model 2) as a matrix of modules, level M: the level that cheap phones read best, since higher ones
/// make the modules smaller. Runs of digits take less room than other text.
/// </summary>
public sealed class QrCode
{
    private readonly QrMatrix matrix;

    private QrCode(QrMatrix matrix) => this.matrix = matrix;

    /// <summary>Modules on one side, without the quiet zone: 17 + 4 × version.</summary>
    public int Size => matrix.Size;

    /// <summary>Whether the module is dark; columns and rows count from 0 at the upper left, quiet zone not counted.</summary>
    public bool this[int column, int row] => matrix[column, row];

    /// <summary>The next run of dark modules in a row, from this column on; false when there is none.</summary>
    internal bool NextRun(int row, int column, out int from, out int end)
    {
        from = matrix.First(dark: true, column, row);
        end = from < Size ? matrix.First(dark: false, from, row) : from;
        return from < Size;
    }

    /// <summary>Encodes a text in the smallest version, under the mask with the fewest penalty points (ISO/IEC 18004, 7.8.3).</summary>
    /// <exception cref="ArgumentException">The text is longer than a QR code can hold.</exception>
    public static QrCode Of(string text)
    {
        var (version, plain) = Plain(text);
        var masked = new QrMatrix(version.Size);
        var (best, least) = (0, int.MaxValue);
        for (var mask = 0; mask < QrVersion.Masks; mask++)
        {
            version.Mask(plain, mask, masked);
            var points = masked.Penalty();
            if (points < least) (best, least) = (mask, points);
        }

        version.Mask(plain, best, masked);
        return new QrCode(masked);
    }

    /// <summary>Encodes a text under a given mask, 0–7: to be compared with what others draw.</summary>
    internal static QrCode Of(string text, int mask)
    {
        var (version, plain) = Plain(text);
        var masked = new QrMatrix(version.Size);
        version.Mask(plain, mask, masked);
        return new QrCode(masked);
    }

    private static (QrVersion Version, QrMatrix Plain) Plain(string text)
    {
        var (number, codewords) = QrData.Of(text);
        var version = QrVersion.Of(number);
        return (version, version.Place(codewords));
    }
}
