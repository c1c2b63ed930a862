using System.Globalization;
using System.Net;
using System.Text;
using DemoExam.Domain.Mail;
using DemoExam.Features.Passports;
using DemoExam.Web;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace DemoExam.Features.Mail;

/// <summary>Makes a message of its template and facts, and hands it to a mail server or into a folder.</summary>
internal sealed class MailPost(MailTemplates templates, MailSettings mail, IOptions<MailOptions> options, IOptions<IssuerOptions> issuer, PublicAddress address, IConfiguration configuration)
{
    /// <summary>Messages of one claim.</summary>
    public const int BatchSize = 20;

    /// <summary>How long a run may hold the messages of one claim: longer than all of them can take.</summary>
    public TimeSpan Lease => options.Value.Timeout * (BatchSize + 2);

    /// <summary>Sends messages one after another over one connection.</summary>
    public MailRun Begin() => new(this, options.Value.Timeout);

    /// <summary>Gets ready to send by the settings that hold now.</summary>
    public async Task<(IMailRound Round, MailOptions Settings)> Open(CancellationToken ct)
    {
        var now = await mail.InForce(ct);
        return (now.IsSmtp ? await SmtpTransport.Begin(now, ct) : PickupTransport.Begin(now.FolderOf(configuration)), now);
    }

    /// <summary>The message as it goes out.</summary>
    public MimeMessage Compose(MailMessage message, MailOptions settings)
    {
        var link = address.With(message.Path).AbsoluteUri;
        var (subject, body) = templates.For(message.Kind, message.Language).Fill(new Dictionary<string, string>(message.Facts) { [MailTemplates.Link] = link });
        var russian = message.Language == "ru";
        var from = string.IsNullOrWhiteSpace(settings.From) ? $"no-reply@{address.With("/").Host}" : settings.From;
        var sender = MailboxAddress.Parse(from);
        var mime = new MimeMessage
        {
            Subject = subject,
            // The same for every attempt: mail programs show a repeat once.
            MessageId = $"{message.Id}@{sender.Domain}",
            Date = message.CreatedAt,
        };
        mime.From.Add(new MailboxAddress(Encoding.UTF8, settings.FromName ?? (russian ? issuer.Value.Name : issuer.Value.NameEn), sender.Address));
        mime.To.Add(MailboxAddress.Parse(message.Address));
        // Nobody's out-of-office answers it (RFC 3834).
        mime.Headers.Add("Auto-Submitted", "auto-generated");
        mime.Headers.Add(HeaderId.ContentLanguage, message.Language);

        var text = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = body },
            new TextPart(TextFormat.Html) { Text = Html(body, link, message.Language) },
        };
        if (message.Calendar is null)
        {
            mime.Body = text;
        }
        else
        {
            var calendar = new TextPart("calendar") { Text = message.Calendar, ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "exam.ics" } };
            calendar.ContentType.Parameters.Add("method", "PUBLISH");
            mime.Body = new Multipart("mixed") { text, calendar };
        }

        return mime;
    }

    /// <summary>Name of the file in a pickup folder: in the order of time, the same for every attempt.</summary>
    public static string NameOf(MailMessage message) => string.Create(CultureInfo.InvariantCulture, $"{message.CreatedAt.UtcDateTime:yyyyMMdd-HHmmss}-{message.Kind}-{message.Id.Value:N}");

    // Paragraphs, line breaks and one link: what every mail program shows alike.
    private static string Html(string body, string link, string language)
    {
        var html = new StringBuilder($"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"></head><body style=\"font:16px/1.5 sans-serif;max-width:40em\">");
        var anchor = $"<a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(link)}</a>";
        foreach (var paragraph in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(paragraph.Trim()).Replace(WebUtility.HtmlEncode(link), anchor, StringComparison.Ordinal).Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>\n");
        }

        return html.Append("</body></html>").ToString();
    }
}

/// <summary>A few messages over one connection. When the server is down, the rest of the run fails at once instead of waiting again and again.</summary>
internal sealed class MailRun(MailPost post, TimeSpan timeout) : IAsyncDisposable
{
    private (IMailRound Round, MailOptions Settings)? open;
    private MailFailure? down;

    /// <summary>Sends one message; null when the server has taken it. What is begun is finished, even while the service stops.</summary>
    public async Task<MailFailure?> Send(MailMessage message)
    {
        if (down is not null)
        {
            return down;
        }

        try
        {
            using var limit = new CancellationTokenSource(timeout);
            var (round, settings) = open ??= await post.Open(limit.Token);
            await round.Send(post.Compose(message, settings), MailPost.NameOf(message), limit.Token);
            return null;
        }
        catch (Exception failure)
        {
            var known = MailFailures.Of(failure);
            down = MailFailures.EndsRound(known) ? known : null;
            return known;
        }
    }

    public ValueTask DisposeAsync() => open?.Round.DisposeAsync() ?? ValueTask.CompletedTask;
}
