using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Domain.Mail;

namespace DemoExam.Features.Mail;

/// <summary>Subject and text of one kind of message in one language, with places in braces.</summary>
internal sealed record MailTemplate(string Subject, string Body)
{
    public (string Subject, string Body) Fill(IReadOnlyDictionary<string, string> facts)
    {
        var values = facts.ToDictionary(f => f.Key, object? (f) => f.Value);
        // A line break in a fact would end the subject's header.
        return (MessageFormat.Fill(Subject, values, CultureInfo.InvariantCulture).ReplaceLineEndings(" "), MessageFormat.Fill(Body, values, CultureInfo.InvariantCulture));
    }
}

/// <summary>
/// The texts of the folder <c>templates/mail</c>. A text that was edited is used from the next message on; one that was broken by
/// the edit is not, the last good one stays in use. At start all must be good.
/// </summary>
internal sealed partial class MailTemplates
{
    /// <summary>The page of the product that the message leads to; every text has it.</summary>
    public const string Link = "link";

    public static readonly IReadOnlyList<string> Languages = ["ru", "en"];

    private static readonly string[] Exam = ["exam", "package", "level", "days", "venue"];

    private static readonly Dictionary<MailKind, string[]> Known = new Dictionary<MailKind, string[]>
    {
        [MailKind.Invitation] = [.. Exam, "preparatory", "role", "criteria", "answerBy"],
        [MailKind.InvitationAgain] = [.. Exam, "preparatory", "role", "criteria", "answerBy"],
        [MailKind.InvitationLate] = [.. Exam, "role", "answerBy"],
        [MailKind.InvitationWithdrawn] = [.. Exam, "role"],
        [MailKind.ExpertDeclined] = [.. Exam, "expert", "role", "reason"],
        [MailKind.ExpertSilent] = [.. Exam, "expert", "role", "answerBy"],
        [MailKind.ExamConfirmed] = [.. Exam, "start"],
        [MailKind.ExamMoved] = [.. Exam, "start"],
        [MailKind.ExamReplaced] = [.. Exam, "other", "otherDays", "otherVenue", "reason"],
        [MailKind.ExamInDanger] = [.. Exam, "obstacles"],
        [MailKind.ExamCancelled] = [.. Exam, "reason"],
        [MailKind.ExamLeft] = [.. Exam, "reason"],
        [MailKind.TermDue] = [.. Exam, "what", "by"],
        [MailKind.TermLate] = [.. Exam, "what", "by"],
        [MailKind.ResultAnnounced] = [.. Exam],
        [MailKind.PassportIssued] = [.. Exam, "number"],
        [MailKind.Test] = ["sender"],
        [MailKind.ExpiriesNear] = ["count", "first"],
        [MailKind.Schedule] = ["count", "period", "exams"],
        [MailKind.AccountChanged] = ["account", "what", "when"],
    };

    private readonly ConcurrentDictionary<(MailKind, string), Loaded> loaded = new();
    private readonly ILogger<MailTemplates> log;

    /// <exception cref="MailTemplateFault">A text is missing or wrong; the message names file, line and what is expected.</exception>
    public MailTemplates(IConfiguration configuration, ILogger<MailTemplates> log)
    {
        this.log = log;
        Folder = TemplatesFolder.Of(configuration, "mail");
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            foreach (var language in Languages)
            {
                loaded[(kind, language)] = new Loaded(Stamp(kind, language), Load(kind, language));
            }
        }
    }

    public string Folder { get; }

    /// <summary>The facts that a message of this kind brings, besides the link.</summary>
    public static IReadOnlyList<string> FactsOf(MailKind kind) => Known[kind];

    /// <summary>The file of a text: <c>exam-cancelled.ru.txt</c>.</summary>
    public static string FileName(MailKind kind, string language) => $"{Words().Replace(kind.ToString(), "-$0").ToLowerInvariant()}.{language}.txt";

    /// <summary>The text, with the last good state of its file.</summary>
    public MailTemplate For(MailKind kind, string language)
    {
        var current = loaded[(kind, language)];
        try
        {
            var stamp = Stamp(kind, language);
            if (stamp == current.Stamp)
            {
                return current.Template;
            }

            var next = new Loaded(stamp, Load(kind, language));
            loaded[(kind, language)] = next;
            log.LogInformation("The message text {File} was edited and is used from now on", FileName(kind, language));
            return next.Template;
        }
        catch (Exception fault) when (fault is MailTemplateFault or IOException or UnauthorizedAccessException)
        {
            log.LogError("A message text was edited and is wrong; its last good state stays in use: {Fault}", fault.Message);
            // Not complained about again until the next edit.
            loaded[(kind, language)] = current with { Stamp = Stamp(kind, language) };
            return current.Template;
        }
    }

    /// <summary>Reads a text and checks it.</summary>
    /// <exception cref="MailTemplateFault">It is wrong.</exception>
    public static MailTemplate Read(string file, string text, IReadOnlyList<string> facts)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var subject = Prefixes.Where(p => lines[0].StartsWith(p, StringComparison.Ordinal)).Select(p => lines[0][p.Length..].Trim()).FirstOrDefault()
            ?? throw new MailTemplateFault($"{file}, line 1: begin with the subject, for example “Subject: Exam {{exam}}”.");
        if (subject.Length is 0 or > 150)
        {
            throw new MailTemplateFault($"{file}, line 1: the subject has {subject.Length} characters; it needs 1 to 150.");
        }

        if (lines.Length < 2 || lines[1].Trim().Length > 0)
        {
            throw new MailTemplateFault($"{file}, line 2: leave this line empty; the text begins on line 3.");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            foreach (Match brace in Braces().Matches(lines[i]))
            {
                var place = brace.Groups["name"].Value;
                if (brace.Value is not ("{{" or "}}") && !facts.Contains(place) && place != Link)
                {
                    throw new MailTemplateFault($"{file}, line {i + 1}: “{brace.Value}” is no place of this message. Known: {string.Join(", ", facts.Append(Link).Select(f => $"{{{f}}}"))}; a brace itself is written twice.");
                }
            }
        }

        var body = string.Join('\n', lines[2..]).Trim();
        if (!body.Contains($"{{{Link}}}", StringComparison.Ordinal))
        {
            throw new MailTemplateFault($"{file}: the text must contain {{{Link}}}, the address of the page that the message is about.");
        }

        return new MailTemplate(subject, body);
    }

    private static readonly string[] Prefixes = ["Subject:", "Тема:"];

    private MailTemplate Load(MailKind kind, string language)
    {
        var path = PathOf(kind, language);
        try
        {
            return Read(path, File.ReadAllText(path), FactsOf(kind));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailTemplateFault($"{path}: {failure.Message}", failure);
        }
    }

    private DateTime Stamp(MailKind kind, string language) => File.GetLastWriteTimeUtc(PathOf(kind, language));

    private string PathOf(MailKind kind, string language) => Path.Combine(Folder, FileName(kind, language));

    private sealed record Loaded(DateTime Stamp, MailTemplate Template);

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex Words();

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>\w+)\}|[{}]")]
    private static partial Regex Braces();
}

/// <summary>The text of a message can't be used.</summary>
internal sealed class MailTemplateFault(string message, Exception? cause = null) : Exception(message, cause);
