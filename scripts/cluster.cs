#!/usr/bin/env dotnet
#:include shared/Shell.cs
#:include shared/Postgres.cs
// Follows the guide for a cluster in templates/deploy/README.md word by word, on this machine:  dotnet run scripts/cluster.cs
// A PostgreSQL server, two web nodes and a worker, each with a data folder of its own. Then it signs in at one node and works at the other,
// watches a page at B while something changes at A, has the worker issue, revokes at A and asks B, kills a node, sends one request ten times, stops the database
// and starts it again, upgrades node after node, and lets `audit` look at what is left. Needs a build (artifacts/bin/DemoExam/debug). Exit code 0 when all of it held.
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

const string PublicAddress = "https://passports.example";
var failed = 0;
var watch = Stopwatch.StartNew();
var folder = Directory.CreateTempSubdirectory("demoexam-cluster-").FullName;
var nodes = new List<Node>();
using var postgres = Postgres.Start();
if (postgres is null || !postgres.CreateDatabase("demoexam"))
{
    return 1;
}

try
{
    // 1. One database, migrated once, and the signing key made once.
    Check("migrate", Run("a", "migrate") == 0);
    // The guide's first administrator is a person; here the demonstration region brings accounts, exams and passports.
    Check("accounts and passports", Run("a", "demo", "--fill-only") == 0);
    Check("a node without the signing key is refused", Run("b", "serve", "--web", "--urls", Address(0)) == 1);
    foreach (var node in new[] { "b", "w" })
    {
        var keys = Directory.CreateDirectory(Path.Combine(folder, node, "keys")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "a", "keys")).Where(f => Path.GetFileName(f) != "issuer-root-key.pem"))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        }
    }

    // 2. Two web nodes and a worker.
    var (a, b, worker) = (Start("a", "--web"), Start("b", "--web"), Start("w", "--worker"));
    foreach (var node in nodes)
    {
        Check($"node {node.Name} is ready", await Until(async () => await Status(node, "/readyz") == 200));
    }

    Check("a web node shows pages", await Status(a, "/check") == 200);
    Check("a worker shows none", await Status(worker, "/check") == 404 && await Status(worker, "/api/v1/exams") == 404);

    // 3. Sign in at A, work at B.
    var password = Regex.Match(File.ReadAllText(Path.Combine(folder, "a", "demo-sign-ins.txt")), @"Password of all: (.+)").Groups[1].Value.Trim();
    using var page = await a.Http.GetAsync("/sign-in");
    var html = await page.Content.ReadAsStringAsync();
    using var form = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Input.UserName"] = "operator", ["Input.Password"] = password,
            ["__RequestVerificationToken"] = Regex.Match(html, """name="__RequestVerificationToken"[^>]*value="([^"]+)""").Groups[1].Value,
        }),
    };
    form.Headers.Add("Cookie", Cookies(page));
    // The form comes through the reverse proxy, which speaks HTTPS to the browser.
    form.Headers.Add("X-Forwarded-Proto", "https");
    using var signedIn = await b.Http.SendAsync(form);
    var cookie = Cookies(signedIn);
    Check("a form of A is taken by B", signedIn.StatusCode == HttpStatusCode.Redirect && cookie.Contains("demoexam=", StringComparison.Ordinal));
    Check("the cookie is for HTTPS only behind the proxy", signedIn.Headers.TryGetValues("Set-Cookie", out var set) && set.All(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase)));
    Check("the cookie of B holds at A", await Status(a, "/passports", cookie) == 200 && await Status(b, "/passports", cookie) == 200);
    var (office, chief, admin) = (await Bearer(a, "operator"), await Bearer(b, "chief"), await Bearer(b, "admin"));

    // 4. A page open at B learns at once what changes at A.
    var exam = (string)(await Get(b, "/api/v1/scoring", chief))!.AsArray()[0]!["examId"]!;
    using var live = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/exams/{exam}/scoring/events") { Headers = { Authorization = chief } };
    using var stream = await b.Http.SendAsync(live, HttpCompletionOption.ResponseHeadersRead);
    using var events = new StreamReader(await stream.Content.ReadAsStreamAsync());
    await Event(events);
    var heard = Event(events);
    var since = Stopwatch.StartNew();
    await Post(a, $"/api/v1/exams/{exam}/stops", chief, new { candidateId = (string?)null, reason = "Отключилось электричество" });
    await heard;
    Check($"a change at A reached a page of B after {since.Elapsed.TotalSeconds:0.0} s", since.Elapsed < TimeSpan.FromSeconds(8));
    await Post(a, $"/api/v1/exams/{exam}/stops/end", chief, new { candidateId = (string?)null });

    // 5. Ordered at A, issued by the worker, seen at B.
    var issued = (await Get(a, "/api/v1/passports?status=Issued", office))!["items"]!.AsArray().Select(p => (string)p!["id"]!).ToList();
    since.Restart();
    await Post(a, $"/api/v1/passports/{issued[0]}/reissue", office, new { category = "correction" });
    Check("the worker issues what was ordered at A", await Until(async () => (string)(await Get(b, $"/api/v1/passports/{issued[0]}", office))!["status"]! == "superseded"));
    Console.WriteLine($"   after {since.Elapsed.TotalSeconds:0.0} s");

    // 6. Revoked at A, never again valid at B.
    var revoked = await Get(b, $"/api/v1/passports/{issued[1]}", office);
    var token = (string)revoked!["token"]!;
    Check("B calls it valid before", await Verdict(b, token) == "valid");
    await Post(a, $"/api/v1/passports/{issued[1]}/revoke", office, new { category = "issuedInError", reason = "Протокол комиссии № 7" });
    await Post(a, $"/api/v1/passports/{issued[1]}/confirm-revocation", admin, null);
    Check("B calls it revoked at once", await Verdict(b, token) == "revoked");

    // 7. A node dies; the other goes on, also with what the dead one gave out.
    a.Process.Kill();
    a.Process.WaitForExit();
    Check("B goes on when A is killed", await Status(b, "/passports", cookie) == 200 && await Verdict(b, token) == "revoked");
    Check("a worker that is killed is replaced", await Replace(worker, kill: true));
    await Post(b, $"/api/v1/passports/{issued[2]}/reissue", office, new { category = "correction" });
    Check("its successor issues", await Until(async () => (string)(await Get(b, $"/api/v1/passports/{issued[2]}", office))!["status"]! == "superseded"));

    // 8. The same request ten times, at both nodes at once, as an impatient program sends it.
    var a1 = Start("a", "--web");
    Check("A is back", await Until(async () => await Status(a1, "/readyz") == 200));
    var key = Guid.NewGuid().ToString();
    var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Try(i % 2 == 0 ? a1 : b, $"/api/v1/passports/{issued[3]}/reissue", office, new { category = "correction" }, key)));
    Check($"ten times the same request is one deed ({string.Join(' ', answers)})", answers.Contains(202) && answers.All(status => status is 202 or 409));
    Check("and one passport", await Until(async () => (string)(await Get(b, $"/api/v1/passports/{issued[3]}", office))!["status"]! == "superseded"));

    // 9. The database stops as in a crash, and comes back. Nodes say so and go on by themselves.
    var inForce = (string)(await Get(b, $"/api/v1/passports/{issued[4]}", office))!["token"]!;
    Check("B calls another one valid", await Verdict(b, inForce) == "valid");
    postgres.Stop();
    Check("without the database no node is ready, all live", await Until(async () => await Status(a1, "/readyz") == 503 && await Status(b, "/readyz") == 503 && await Status(nodes[3], "/readyz") == 503) && await Status(b, "/healthz") == 200);
    Check("and no passport is called valid", await Verdict(b, inForce) == "cannotCheck");
    await Task.Delay(TimeSpan.FromSeconds(3));
    postgres.Go();
    Check("they are ready again by themselves", await Until(async () => await Status(a1, "/readyz") == 200 && await Status(b, "/readyz") == 200 && await Status(nodes[3], "/readyz") == 200));
    Check("and call it valid again", await Verdict(b, inForce) == "valid");
    await Post(b, $"/api/v1/passports/{issued[4]}/reissue", office, new { category = "correction" });
    Check("the worker issues again", await Until(async () => (string)(await Get(a1, $"/api/v1/passports/{issued[4]}", office))!["status"]! == "superseded"));

    // 10. Upgrade one by one: migrate, then each node anew, while another answers.
    Check("migrate beside running nodes", Run("a", "migrate") == 0);
    Check("A is started anew", await Replace(a1, kill: false) && await Status(nodes.Last(), "/passports", cookie) == 200);
    var a2 = nodes.Last();
    Check("B is started anew while A answers", await Replace(b, kill: false) && await Status(a2, "/passports", cookie) == 200);
    Check("audit", Run("a", "audit") == 0);
}
finally
{
    foreach (var node in nodes.Where(n => !n.Process.HasExited))
    {
        node.Process.Kill();
        node.Process.WaitForExit();
    }

    Directory.Delete(folder, recursive: true);
}

Console.WriteLine($"{watch.Elapsed.TotalSeconds:0} s, {failed} failed");
return failed == 0 ? 0 : 1;

void Check(string what, bool held)
{
    Console.WriteLine($"{(held ? "ok    " : "FAILED")} {watch.Elapsed.TotalSeconds,4:0} s  {what}");
    failed += held ? 0 : 1;
}

// The settings of the guide, the same for every node.
Dictionary<string, string> Settings(string node) => new()
{
    ["Database__Provider"] = "Postgres",
    ["Database__Connection"] = $"{postgres.Connection};Database=demoexam",
    ["PublicAddress"] = PublicAddress,
    ["DataFolder"] = Path.Combine(folder, node),
    ["TrustedProxies"] = "127.0.0.1",
    ["Logging__LogLevel__Default"] = "Error",
};

string[] Binary(params string[] arguments) => ["exec", Path.Combine(Shell.Root, "artifacts/bin/DemoExam/debug/DemoExam.dll"), .. arguments];

int Run(string node, params string[] arguments)
{
    using var process = Shell.Start("dotnet", Binary(arguments), Settings(node), capture: true);
    var output = process.StandardOutput.ReadToEndAsync();
    var errors = process.StandardError.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        Console.WriteLine($"   {string.Join(' ', arguments)}: {errors.Trim()}{(arguments[0] == "audit" ? output.Result : "")}");
    }

    return process.ExitCode;
}

Node Start(string name, string part)
{
    var address = Address(Shell.FreePort());
    var node = new Node(name, part, Shell.Start("dotnet", Binary("serve", part, "--urls", address), Settings(name), capture: false),
        new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) });
    nodes.Add(node);
    return node;
}

async Task<bool> Replace(Node node, bool kill)
{
    if (kill)
    {
        node.Process.Kill();
    }
    else if (!node.Process.HasExited)
    {
        Shell.Run("kill", ["-TERM", $"{node.Process.Id}"]);
    }

    node.Process.WaitForExit();
    var next = Start(node.Name, node.Part);
    return await Until(async () => await Status(next, "/readyz") == 200);
}

static string Address(int port) => $"http://127.0.0.1:{port}";

static string Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join("; ", cookies.Select(c => c.Split(';')[0])) : "";

static async Task<int> Status(Node node, string path, string? cookie = null)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    if (cookie is not null)
    {
        request.Headers.Add("Cookie", cookie);
    }

    try
    {
        using var answer = await node.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }
    catch (HttpRequestException)
    {
        return 0;
    }
}

async Task<AuthenticationHeaderValue> Bearer(Node node, string user)
{
    using var answer = await node.Http.PostAsJsonAsync("/api/v1/sign-in", new { userName = user, password = Regex.Match(File.ReadAllText(Path.Combine(folder, "a", "demo-sign-ins.txt")), @"Password of all: (.+)").Groups[1].Value.Trim() });
    answer.EnsureSuccessStatusCode();
    return new AuthenticationHeaderValue("Bearer", (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
}

static async Task<JsonNode?> Get(Node node, string path, AuthenticationHeaderValue who)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = who } };
    using var answer = await node.Http.SendAsync(request);
    answer.EnsureSuccessStatusCode();
    return await answer.Content.ReadFromJsonAsync<JsonNode>();
}

static async Task Post(Node node, string path, AuthenticationHeaderValue who, object? body)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { Authorization = who }, Content = body is null ? null : JsonContent.Create(body) };
    using var answer = await node.Http.SendAsync(request);
    if (!answer.IsSuccessStatusCode)
    {
        throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}

static async Task<int> Try(Node node, string path, AuthenticationHeaderValue who, object body, string key)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { Authorization = who }, Content = JsonContent.Create(body) };
    request.Headers.Add("Idempotency-Key", key);
    using var answer = await node.Http.SendAsync(request);
    return (int)answer.StatusCode;
}

static async Task<string> Verdict(Node node, string token)
{
    using var answer = await node.Http.GetAsync($"/api/v1/check?code={token}");
    return (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())?["state"] ?? "";
}

static async Task Event(StreamReader events)
{
    while (await events.ReadLineAsync() is { } line && line != "event: board")
    {
    }
}

static async Task<bool> Until(Func<Task<bool>> held)
{
    for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(200))
    {
        if (await held())
        {
            return true;
        }
    }

    return false;
}

/// <summary>A running process of the service.</summary>
internal sealed record Node(string Name, string Part, Process Process, HttpClient Http);
