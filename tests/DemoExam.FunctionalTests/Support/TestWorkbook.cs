using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace DemoExam.FunctionalTests.Support;

/// <summary>Makes small .xlsx files, down to the details that real ones have: shared texts, dates by style, formulas, errors.</summary>
public static class TestWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>A formula cell with the value that the office program computed last; null when none has.</summary>
    public sealed record Formula(string Text, string? Value);

    /// <summary>A cell with an error such as <c>#DIV/0!</c>.</summary>
    public sealed record Error(string Text);

    /// <summary>One sheet. Cells are texts, numbers, dates, bools, <see cref="Formula"/> or <see cref="Error"/>; null leaves the cell out.</summary>
    public static byte[] Of(params object?[][] rows) => Of(new Dictionary<string, string>(), rows);

    /// <summary>One sheet and further parts of the archive, by their paths.</summary>
    public static byte[] Of(IReadOnlyDictionary<string, string> parts, params object?[][] rows)
    {
        var texts = new List<string>();
        var sheet = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        foreach (var (row, r) in rows.Select((row, r) => (row, r + 1)))
        {
            sheet.Append(CultureInfo.InvariantCulture, $"<row r=\"{r}\">");
            foreach (var (value, c) in row.Select((value, c) => (value, c)).Where(cell => cell.value is not null))
            {
                sheet.Append(Cell($"{(char)('A' + c)}{r}", value!, texts));
            }

            sheet.Append("</row>");
        }

        sheet.Append("</sheetData></worksheet>");
        var all = new Dictionary<string, string>
        {
            ["[Content_Types].xml"] = $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"bin\" ContentType=\"application/octet-stream\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>",
            ["_rels/.rels"] = $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            ["xl/workbook.xml"] = $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"Лист1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            ["xl/_rels/workbook.xml.rels"] = $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{Office}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"{Office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
            ["xl/styles.xml"] = $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy\"/></numFmts><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellXfs count=\"2\"><xf/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
            ["xl/sharedStrings.xml"] = $"<sst xmlns=\"{Main}\">{string.Concat(texts.Select(text => $"<si><r><t xml:space=\"preserve\">{text}</t></r></si>"))}</sst>",
            ["xl/worksheets/sheet1.xml"] = sheet.ToString(),
        };
        foreach (var (path, content) in parts)
        {
            all[path] = content;
        }

        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in all)
            {
                using var part = archive.CreateEntry(path).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }

    private static string Cell(string address, object value, List<string> texts)
    {
        switch (value)
        {
            case string text:
                texts.Add(SecurityElement.Escape(text)!);
                return $"<c r=\"{address}\" t=\"s\"><v>{(texts.Count - 1).ToString(CultureInfo.InvariantCulture)}</v></c>";
            case DateOnly date:
                return $"<c r=\"{address}\" s=\"1\"><v>{date.ToDateTime(default).ToOADate().ToString(CultureInfo.InvariantCulture)}</v></c>";
            case bool yes:
                return $"<c r=\"{address}\" t=\"b\"><v>{(yes ? 1 : 0)}</v></c>";
            case Formula formula:
                return $"<c r=\"{address}\"><f>{formula.Text}</f>{(formula.Value is null ? "" : $"<v>{formula.Value}</v>")}</c>";
            case Error error:
                return $"<c r=\"{address}\" t=\"e\"><v>{error.Text}</v></c>";
            default:
                return $"<c r=\"{address}\"><v>{Convert.ToString(value, CultureInfo.InvariantCulture)}</v></c>";
        }
    }
}
