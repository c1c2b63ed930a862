using QRCoder;

namespace DemoExam.Credentials.Qr;

/// <summary>
/// A QR code as a matrix of modules, level M: the level that cheap phones read best, since higher ones make the modules smaller.
/// </summary>
public sealed class QrCode
{
    /// <summary>Width of the white border that a reader needs, in modules (ISO/IEC 18004).</summary>
    public const int QuietZone = 4;

    private readonly List<System.Collections.BitArray> modules;

    private QrCode(List<System.Collections.BitArray> modules)
    {
        this.modules = modules;
        Size = modules.Count - (2 * QuietZone);
    }

    /// <summary>Modules on one side, without the quiet zone.</summary>
    public int Size { get; }

    /// <summary>Whether the module is dark; columns and rows count from 0 at the upper left, quiet zone not counted.</summary>
    public bool this[int column, int row] => modules[row + QuietZone][column + QuietZone];

    /// <summary>Encodes a text; runs of digits take less room than letters.</summary>
    /// <exception cref="ArgumentException">The text is longer than a QR code can hold.</exception>
    public static QrCode Of(string text)
    {
        try
        {
            return new QrCode(QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M).ModuleMatrix);
        }
        catch (QRCoder.Exceptions.DataTooLongException e)
        {
            throw new ArgumentException("The text is too long for a QR code.", nameof(text), e);
        }
    }
}
