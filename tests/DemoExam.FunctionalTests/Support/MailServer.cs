using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DemoExam.FunctionalTests.Support;

/// <summary>What a test wants the mail server to do.</summary>
public enum MailServerMood
{
    Takes = 1,

    /// <summary>Hangs up on whoever connects.</summary>
    HangsUp = 2,

    /// <summary>Says 550 to every receiver.</summary>
    KnowsNobody = 3,

    /// <summary>Says 451 to every message: try again later.</summary>
    IsBusy = 4,

    /// <summary>Takes the message and hangs up before saying so.</summary>
    TakesSilently = 5,

    /// <summary>Lets whoever connects wait for a greeting.</summary>
    SaysNothing = 6,

    /// <summary>Greets, and answers everything with what is no SMTP.</summary>
    TalksNonsense = 7,
}

/// <summary>A mail server on a port of this machine that speaks as much SMTP (RFC 5321) as a sender needs, and keeps what it took as it came.</summary>
public sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<TakenMail> _taken = new();

    public MailServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Listen();
    }

    public int Port { get; }

    public MailServerMood Mood { get; set; } = MailServerMood.Takes;

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<TakenMail> Taken => [.. _taken];

    public void Dispose() => _listener.Stop();

    private async Task Listen()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = Talk(client);
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            if (Mood == MailServerMood.HangsUp)
            {
                return;
            }

            try
            {
                await Talk(client.GetStream());
            }
            catch (IOException)
            {
                // The sender hung up.
            }
        }
    }

    private async Task Talk(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        if (Mood == MailServerMood.SaysNothing)
        {
            await reader.ReadToEndAsync();
            return;
        }

        await writer.WriteLineAsync("220 mail.test ready");
        var receiver = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (Mood == MailServerMood.TalksNonsense)
            {
                await writer.WriteLineAsync("Доброе утро!");
                continue;
            }

            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await writer.WriteLineAsync("250-mail.test");
                    await writer.WriteLineAsync("250 8BITMIME");
                    break;
                case "RCPT":
                    receiver = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await writer.WriteLineAsync(Mood == MailServerMood.KnowsNobody ? "550 5.1.1 No such user" : "250 OK");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 Go ahead");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } content && content != ".")
                    {
                        text.Append(content.StartsWith("..", StringComparison.Ordinal) ? content[1..] : content).Append("\r\n");
                    }

                    if (Mood == MailServerMood.IsBusy)
                    {
                        await writer.WriteLineAsync("451 4.3.0 Try again later");
                        break;
                    }

                    _taken.Enqueue(new TakenMail(receiver, text.ToString()));
                    if (Mood == MailServerMood.TakesSilently)
                    {
                        return;
                    }

                    await writer.WriteLineAsync("250 OK");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 Bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 OK");
                    break;
            }
        }
    }
}

/// <summary>A message as the server got it.</summary>
public sealed record TakenMail(string Receiver, string Text);
