namespace DemoExam.Credentials.Pdf;

/// <summary>A line of shaped text: characters from <paramref name="Start"/> up to <paramref name="End"/>, width in thousandths of the type size.</summary>
/// <param name="Width">Width of what is seen, without the space at the end.</param>
internal readonly record struct TextLine(int Start, int End, int Width);

/// <summary>Breaks text into lines.</summary>
/// <remarks>
/// The space at the end of a line stays in the line, or readers that copy the text join the words. A soft hyphen is part of a line
/// only where the line ends with it.
/// </remarks>
internal static class TextWrapping
{
    /// <summary>Whether the text is one line of at most <paramref name="limit"/> thousandths of the type size.</summary>
    public static bool FitsOne(ReadOnlySpan<Glyph> text, int limit, out TextLine line)
    {
        line = Next(text, 0, limit);
        return line.End >= text.Length;
    }

    /// <summary>Breaks into lines of at most <paramref name="limit"/> thousandths of the type size; an over-long word is cut.</summary>
    public static TextLine[] Wrap(ReadOnlySpan<Glyph> text, int limit)
    {
        if (FitsOne(text, limit, out var only)) return [only];
        var lines = new List<TextLine>();
        var start = 0;
        while (start < text.Length)
        {
            var line = Next(text, start, limit);
            lines.Add(line);
            start = line.End;
        }

        return [.. lines];
    }

    /// <summary>As <see cref="Wrap"/>, with lines of nearly equal length: for names and titles.</summary>
    public static TextLine[] WrapBalanced(ReadOnlySpan<Glyph> text, int limit)
    {
        var lines = Wrap(text, limit);
        if (lines.Length == 1) return lines;
        int low = limit / lines.Length, high = limit;
        while (high - low > 200)
        {
            var middle = (low + high) / 2;
            var tried = Wrap(text, middle);
            if (tried.Length > lines.Length || CutsWord(text, tried)) low = middle;
            else high = middle;
        }

        return Wrap(text, high);
    }

    private static TextLine Next(ReadOnlySpan<Glyph> text, int start, int limit)
    {
        int width = 0, seen = 0;
        var best = default(TextLine);
        for (var i = start; i < text.Length; i++)
        {
            var glyph = text[i];
            if (glyph.Character == '\u00AD')
            {
                if (seen + glyph.Width <= limit) best = new TextLine(start, i + 1, seen + glyph.Width);
                continue;
            }

            var before = seen;
            width += glyph.Width;
            if (glyph.Character != ' ') seen = width;
            if (seen > limit)
            {
                if (best.End > start) return best;
                // Not even one word fits: cut it, but always take one character, so that the loop ends.
                return i == start ? new TextLine(start, start + 1, seen) : new TextLine(start, i, before);
            }

            if (MayBreakAfter(text, i)) best = new TextLine(start, i + 1, seen);
        }

        return new TextLine(start, text.Length, seen);
    }

    private static bool MayBreakAfter(ReadOnlySpan<Glyph> text, int i)
    {
        var c = text[i].Character;
        // After the hyphen of a compound word or name, but not inside numbers such as 39-2026-0417.
        if (c is '-' or '/') return i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1].Character) && char.IsLetter(text[i + 1].Character);
        if (c != ' ') return false;
        if (i + 1 < text.Length && text[i + 1].Character == ' ') return false;
        var before = i > 0 ? text[i - 1].Character : ' ';
        if (before == '№') return false;
        // An initial stays with what follows: «И. И. Иванов».
        return !(before == '.' && i >= 2 && char.IsUpper(text[i - 2].Character) && (i == 2 || !char.IsLetterOrDigit(text[i - 3].Character)));
    }

    private static bool CutsWord(ReadOnlySpan<Glyph> text, TextLine[] lines)
    {
        for (var i = 0; i < lines.Length - 1; i++)
            if (text[lines[i].End - 1].Character is not (' ' or '-' or '/' or '\u00AD')) return true;
        return false;
    }
}
