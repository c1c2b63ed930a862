using System.Text;

namespace DemoExam.Features.Shared.Import;

/// <summary>
/// Tables as text (RFC 4180, with the liberties that offices take). Reading takes UTF-8 with and without its mark, UTF-16 and
/// Windows-1251; semicolon, comma or tab. Writing makes what office programs open with a double click: UTF-8 with its mark,
/// semicolons, Windows line ends.
/// </summary>
public static class CsvFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    private const int LinesLookedAt = 20;

    private static readonly char[] Separators = [';', ',', '\t'];

    private static readonly Encoding Windows1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;

    public static byte[] Write(IEnumerable<IEnumerable<string?>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows)
        {
            text.AppendJoin(';', row.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The text of the file; null when it is not a text.</summary>
    internal static string? Decode(byte[] content)
    {
        (byte[] Mark, Encoding Encoding)[] marked = [([0xEF, 0xBB, 0xBF], Encoding.UTF8), ([0xFF, 0xFE], Encoding.Unicode), ([0xFE, 0xFF], Encoding.BigEndianUnicode)];
        foreach (var (mark, encoding) in marked)
        {
            if (content.AsSpan().StartsWith(mark))
            {
                return encoding.GetString(content, mark.Length, content.Length - mark.Length);
            }
        }

        if (content.Contains((byte)0))
        {
            return null;
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            // Russian text in Windows-1251 is practically never valid UTF-8.
            return Windows1251.GetString(content);
        }
    }

    internal static List<SheetRow> Read(string text, ImportLimits limits)
    {
        var (separator, at) = SeparatorOf(text);
        var (rows, cells, cell) = (new List<SheetRow>(), new List<object?>(), new StringBuilder());
        var (number, quoted) = (1, false);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (c is '\r' or '\n')
            {
                at += c == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 1 : 0;
                EndRow();
            }
            else
            {
                cell.Append(c);
            }
        }

        EndRow();
        return rows;

        void EndCell()
        {
            if (cells.Count < ImportLimits.Columns)
            {
                cells.Add(cell.Length == 0 ? null : cell.ToString());
            }

            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            rows.Add(new SheetRow(number++, [.. cells]), limits);
            cells.Clear();
        }
    }

    // A text that a spreadsheet would run as a formula gets an apostrophe in front, which the program shows as text.
    private static string Cell(string? value)
    {
        var text = value ?? "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(";\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>
    /// The separator that stands equally often in the most of the first lines: a title may stand above the table and commas
    /// within its cells. Quoted parts don't count. Excel's own first line <c>sep=;</c> says it outright.
    /// </summary>
    private static (char Separator, int Start) SeparatorOf(string text)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4 && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end)
        {
            return (text[4], end + 1);
        }

        var lines = FirstLines(text);
        return (Separators.MaxBy(separator =>
        {
            var counts = lines.Select(line => line.Count(c => c == separator)).ToList();
            var usual = counts.LastOrDefault();
            return usual == 0 ? (0, 0) : (counts.Count(count => count == usual), usual);
        }), 0);
    }

    // The first lines with anything in them, quoted parts left out.
    private static List<string> FirstLines(string text)
    {
        var (lines, line, quoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in text.Append('\n'))
        {
            quoted ^= c == '"';
            if (quoted)
            {
                continue;
            }

            if (c is not ('\r' or '\n'))
            {
                line.Append(c);
            }
            else if (line.Length > 0)
            {
                lines.Add(line.ToString());
                line.Clear();
                if (lines.Count == LinesLookedAt)
                {
                    break;
                }
            }
        }

        return lines;
    }
}
