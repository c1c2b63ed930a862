using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

/// <summary>One node of the service under measurement, in a process of its own. Needs <c>Shell.cs</c>.</summary>
internal sealed class RunningService : IDisposable
{
    private readonly Process _process;

    private RunningService(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>Processor time used since the start.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Megabytes of the process: all that is resident, and the part that no file on disk holds.</summary>
    public (double Resident, double Own) Memory
    {
        get
        {
            var lines = File.ReadAllLines($"/proc/{_process.Id}/status");
            return (Of("VmRSS"), Of("VmRSS") - Of("RssFile"));

            double Of(string name) => double.Parse(Regex.Match(lines.Single(l => l.StartsWith(name, StringComparison.Ordinal)), @"\d+").Value, CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts a node and waits until <paramref name="first"/> is answered.</summary>
    public static async Task<RunningService> Start(string binary, Dictionary<string, string> settings, string first = "/readyz")
    {
        var address = new Uri($"http://127.0.0.1:{Shell.FreePort()}");
        // Of a service that is not published, every request looks for a new file of its address.
        var own = new Dictionary<string, string> { ["urls"] = address.ToString(), ["PublicAddress"] = address.ToString(), ["ReloadStaticAssetsAtRuntime"] = "false" };
        var process = Shell.Start("dotnet", ["exec", binary, "serve"], new Dictionary<string, string>(settings.Concat(own)), capture: false);
        var service = new RunningService(process, address);
        while (!await service.Answers(first))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException("The service did not start.");
            }

            await Task.Delay(20);
        }

        return service;
    }

    /// <summary>Runs a command of the service to its end.</summary>
    public static void Do(string binary, Dictionary<string, string> settings, params string[] verbs)
    {
        using var step = Shell.Start("dotnet", ["exec", binary, .. verbs], settings, capture: true);
        var errors = step.StandardError.ReadToEndAsync();
        var said = step.StandardOutput.ReadToEnd();
        step.WaitForExit();
        if (step.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', verbs)} failed: {said} {errors.Result}");
        }
    }

    /// <summary>A client with the session of a person of the demonstration region, by the API.</summary>
    public async Task<HttpClient> As(string user, string password)
    {
        var answer = await Http.PostAsJsonAsync("/api/v1/sign-in", new { userName = user, password });
        answer.EnsureSuccessStatusCode();
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }

    /// <summary>The session of a person in a browser, for pages.</summary>
    public async Task<HttpClient> Browser(string user, string password)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        var token = Regex.Match(await http.GetStringAsync("/sign-in"), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["Input.UserName"] = user, ["Input.Password"] = password, ["__RequestVerificationToken"] = token }));
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri!.AbsolutePath != "/sign-in" ? http : throw new InvalidOperationException($"{user} could not sign in.");
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<bool> Answers(string path)
    {
        try
        {
            return (await Http.GetAsync(path)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
