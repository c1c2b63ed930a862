using System.Collections.Concurrent;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// The pages of a passport without what differs from candidate to candidate: name, numbers, marks. The candidates of an exam share
/// all else, so it is composed once for them.
/// </summary>
internal sealed class PassportForm(IReadOnlyList<PassportForm.Page> pages, StructureTree tree, (double X, double Y, double Width, double Height) stamp, StructureElement? signature)
{
    public StructureTree Tree => tree;

    /// <summary>Where the signature field lies: on the first page, over the stamp; in points from the upper left corner.</summary>
    public (double X, double Y, double Width, double Height) Stamp => stamp;

    /// <summary>The element of the signature field.</summary>
    public StructureElement? Signature => signature;

    /// <summary>Draws the pages of one passport; to be disposed of.</summary>
    public IReadOnlyList<PageContent> Fill(PassportText text)
    {
        var filled = new PageContent[pages.Count];
        for (var i = 0; i < filled.Length; i++) filled[i] = pages[i].Fill(i, text);
        return filled;
    }

    /// <summary>A place that differs.</summary>
    /// <param name="At">Number of the operators' bytes before it.</param>
    /// <param name="Draw">Draws what stands there. It may know places, but no text of the passport that the form was composed for.</param>
    internal readonly record struct Gap(int At, Action<PageContent, PassportText> Draw);

    /// <summary>A page with gaps.</summary>
    internal sealed record Page(byte[] Drawn, IReadOnlyList<Gap> Gaps, List<StructureElement> Marks)
    {
        public PageContent Fill(int number, PassportText text)
        {
            var page = new PageContent(number, Marks);
            var from = 0;
            foreach (var gap in Gaps)
            {
                page.Copy(Drawn.AsSpan(from, gap.At - from));
                page.Cut();
                gap.Draw(page, text);
                from = gap.At;
            }

            page.Copy(Drawn.AsSpan(from));
            return page;
        }
    }
}

/// <summary>The forms in use: as many as exams are issued at one time, and a few shapes of each.</summary>
internal sealed class PassportForms
{
    private const int Most = 64;
    private readonly ConcurrentDictionary<Key, PassportForm> kept = [];

    public bool TryGet(Key key, out PassportForm form) => kept.TryGetValue(key, out form!);

    public void Keep(Key key, PassportForm form)
    {
        // Exams come and go one after the other: what is needed again is soon composed again.
        if (kept.Count >= Most) kept.Clear();
        kept.TryAdd(key, form);
    }

    /// <summary>
    /// All that a form depends on. The fields that gaps print are taken out by name; a field that is added to the content later stays in,
    /// and so can never be printed from another's form.
    /// </summary>
    internal sealed class Key : IEquatable<Key>
    {
        private static readonly Uri NoAddress = new("about:blank");

        private readonly PassportContent common;
        private readonly IReadOnlyList<PassportScoreLine> modules, sections;
        private readonly SignerCard? signer;
        private readonly (FaceShape, FaceShape) shape;
        private readonly int codeSize;

        public Key(PassportText text, SignerCard? signer)
        {
            var content = text.Content;
            common = content with
            {
                PassportId = default,
                Number = "",
                VerificationUrl = NoAddress,
                IssuedAt = default,
                OfflineProof = null,
                Holder = content.Holder with { FullName = "", LatinName = null },
                Result = content.Result with { TotalHundredths = 0, Modules = [], Sections = [], Band = null },
            };
            (modules, sections) = (content.Result.Modules, content.Result.Sections);
            this.signer = signer;
            shape = text.Shape();
            codeSize = text.CodeSize;
        }

        public bool Equals(Key? other) =>
            other is not null && codeSize == other.codeSize && shape == other.shape && signer == other.signer
            && SameLines(modules, other.modules) && SameLines(sections, other.sections) && common == other.common;

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => HashCode.Combine(common.Event.ExamNumber, common.Holder.Organisation.Ru, shape);

        private static bool SameLines(IReadOnlyList<PassportScoreLine> one, IReadOnlyList<PassportScoreLine> other)
        {
            if (one.Count != other.Count) return false;
            for (var i = 0; i < one.Count; i++)
                if (one[i].Code != other[i].Code || one[i].Name != other[i].Name || one[i].MaximumHundredths != other[i].MaximumHundredths) return false;
            return true;
        }
    }
}
