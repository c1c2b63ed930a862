using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Appeals;
using DemoExam.Features.Documents;
using DemoExam.Features.Employers;
using DemoExam.Features.Invitations;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.Features.Programmes;
using DemoExam.Features.Scoring;
using DemoExam.Features.Specialities;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using DemoExam.Web;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Doors;

/// <summary>
/// An exam with everything that has an identity, the people who have to do with it, and strangers: people with the same
/// roles of another region, another organisation, another exam.
/// </summary>
internal sealed partial class World
{
    private const string OtherRegion = "40";
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private readonly App _app;
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _bodies = [];
    private readonly Dictionary<string, string> _questions = new() { ["format"] = "csv", ["level"] = "Base", ["from"] = "2026-06-01", ["to"] = "2026-06-30", ["preparatoryDay"] = "2026-06-14", ["firstDay"] = "2026-06-15", ["lastDay"] = "2026-06-15" };
    private readonly Dictionary<TestUser, (HttpClient Pages, HttpClient Api, string Token)> _clients = [];
    private IReadOnlyList<string> _names = [], _secrets = [];

    private World(App app) => _app = app;

    /// <summary>People of the exam and its region, by the letter of their role; N is nobody.</summary>
    public IReadOnlyDictionary<string, TestUser> Own { get; private set; } = new Dictionary<string, TestUser>();

    /// <summary>The same roles elsewhere: 1 stands for another organisation or exam of the region, 2 for another region.</summary>
    public IReadOnlyDictionary<string, TestUser> Strangers { get; private set; } = new Dictionary<string, TestUser>();

    public static async Task<World> Make(App app)
    {
        var world = new World(app);
        await world.Fill();
        return world;
    }

    /// <summary>Knocks: the address filled with what belongs to the exam, the body with the door's own example.</summary>
    public async Task<Answer> Try(Door door, TestUser user)
    {
        var (pages, api, token) = await ClientsOf(user);
        using var request = new HttpRequestMessage(new HttpMethod(door.Method), AddressOf(door, user));
        if (door.IsPage && door.Method != "GET")
        {
            request.Content = new FormUrlEncodedContent(_ids.Where(id => !id.Key.Contains('/', StringComparison.Ordinal)).Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        }
        else if (door.Operation is { } operation && operation.TryGetProperty("requestBody", out var body))
        {
            request.Content = BodyOf(body.GetProperty("content"));
        }

        using var answer = await (door.Address.StartsWith("/api", StringComparison.Ordinal) ? api : pages).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var streams = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return new Answer(StatusOf(answer), streams ? "" : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What stands in an answer that a stranger got: names and passports of the candidates; for another region also the exam, its place and experts.</summary>
    public string Leaks(string stranger, string body) =>
        string.Join(",", (stranger.EndsWith('2') ? _secrets.Concat(_names) : _names).Where(secret => Regex.IsMatch(body, $@"\b{Regex.Escape(secret)}\b")));

    private static int StatusOf(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Redirect when new Uri(new Uri("http://localhost"), answer.Headers.Location!).AbsolutePath == "/sign-in" => 401,
        HttpStatusCode.Redirect when answer.Headers.Location!.ToString().Contains("/problem/403", StringComparison.Ordinal) => 403,
        var status => (int)status,
    };

    private string AddressOf(Door door, TestUser user)
    {
        var address = Parameter().Replace(door.Address, match => IdOf(match.Groups[1].Value, door.Address, user));
        if (door.Operation is { } operation && operation.TryGetProperty("parameters", out var parameters))
        {
            foreach (var name in parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!))
            {
                if (_questions.TryGetValue(JsonNamingPolicy.CamelCase.ConvertName(name), out var value) || (name.EndsWith("Id", StringComparison.Ordinal) && _ids.TryGetValue(JsonNamingPolicy.CamelCase.ConvertName(name), out value)))
                {
                    address += $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={value}";
                }
            }
        }

        return address;
    }

    // An expert's own entry is the expert's; everything else belongs to the exam.
    private string IdOf(string name, string address, TestUser user) =>
        name == "expertId" && address.Contains("/experts/", StringComparison.Ordinal) && user.Expert is { } me && Own.Values.Contains(user) ? me.ToString()
        : _ids.TryGetValue($"{address} {name}", out var special) ? special
        : _ids.TryGetValue($"{address.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeWhile(s => s[0] != '{').Aggregate("", (a, s) => $"{a}/{s}")} {name}", out var inFolder) ? inFolder
        : _ids.TryGetValue(name, out var id) ? id : "1";

    private HttpContent? BodyOf(JsonElement content)
    {
        if (content.TryGetProperty("application/json", out var json))
        {
            var text = _bodies.Aggregate(json.GetProperty("example").GetRawText(), (body, id) => body.Replace(id.Key, id.Value, StringComparison.OrdinalIgnoreCase));
            return new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        var file = new ByteArrayContent("Фамилия;Имя\nИванов;Иван\n"u8.ToArray());
        if (content.TryGetProperty("multipart/form-data", out _))
        {
            return new MultipartFormDataContent { { file, "file", "list.csv" } };
        }

        file.Headers.ContentType = new MediaTypeHeaderValue(content.EnumerateObject().First().Name);
        return file;
    }

    private async Task<(HttpClient Pages, HttpClient Api, string Token)> ClientsOf(TestUser user)
    {
        if (!_clients.TryGetValue(user, out var clients))
        {
            var pages = await _app.As(user);
            var form = await Page.Of(await pages.GetAsync(user.Role is null ? "/sign-in" : "/account", TestContext.Current.CancellationToken));
            clients = _clients[user] = (pages, await _app.Api(user), form.Html.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!);
        }

        return clients;
    }

    private async Task Fill()
    {
        var exam = await _app.AnExamWithPassports(2);
        var passports = await _app.PassportsOf(exam.Id);
        var passport = passports.Single(p => p.CandidateId == exam.Candidates[0].Id);
        var order = (await _app.OrdersOf(exam.Id)).Single(o => o.PassportId == passport.Id);
        var other = await _app.Given.ALockedExam(1);
        var planned = await _app.Given.AConfirmedExam(1);
        var elsewhere = await Elsewhere();

        var holder = exam.HolderUser();
        var (employer, competitor) = ((await _app.Given.AnEmployer()).Id, (await _app.Given.AnEmployer()).Id);
        Own = new Dictionary<string, TestUser>
        {
            ["N"] = TestUser.Anonymous, ["H"] = holder, ["T"] = TestUser.Technical(exam.Technical.Id), ["S"] = exam.ScorerUser(), ["C"] = exam.ChiefUser, ["O"] = exam.OrganiserUser,
            ["R"] = TestUser.RegionalOperator, ["A"] = TestUser.Administrator, ["E"] = TestUser.EmployerOf(employer),
        };
        Strangers = new Dictionary<string, TestUser>
        {
            ["H1"] = other.HolderUser(), ["T1"] = TestUser.Technical(other.Technical.Id), ["S1"] = other.ScorerUser(), ["C1"] = other.ChiefUser, ["O1"] = other.OrganiserUser,
            ["E1"] = TestUser.EmployerOf(competitor), ["C2"] = new(Roles.ChiefExpert, OtherRegion, Expert: elsewhere.Expert), ["O2"] = new(Roles.Organiser, OtherRegion, Organisation: elsewhere.College), ["R2"] = new(Roles.RegionalOperator, OtherRegion),
        };

        var appeal = AppealId.New();
        await _app.Send(new FileAppeal(exam.Id, appeal, exam.Candidates[0].Id, AppealKind.Result, "Прошу проверить", "Заявление № 1"), exam.OrganiserUser);
        var unlock = UnlockRequestId.New();
        await _app.Send(new RequestUnlock(exam.Id, unlock, "A", exam.Candidates[1].Id, UnlockBasis.BoardCorrection, "Решение ГЭК № 5", _app.Clock.Today, "Ошибка"), exam.ChiefUser);
        var correction = await _app.Send(new AskCorrection(passport.Id, CorrectionKind.Name, "Новикова", "Ксения", null, "Фамилия изменилась"), holder);
        var share = await _app.Send(new SharePassport(passport.Id, new ShareContents(false, true, [], []), _app.Clock.Today.AddDays(9)), holder);
        var link = await _app.Query(db => db.ShareLinks.AsNoTracking().Where(l => l.PassportId == passport.Id).Select(l => l.Id).SingleAsync());
        var campaign = await _app.Send(new BeginCampaign(new CampaignChoice(null, exam.Id, null, null), SupersedingCategory.Correction, "Приказ № 7"), TestUser.RegionalOperator);
        var document = await _app.Send(new PrintDocument(exam.Id, DocumentKind.ExamPlan), exam.OrganiserUser);
        await _app.Send(new InviteExperts(planned.Id), planned.OrganiserUser);
        var invitation = await _app.Query(db => db.Invitations.AsNoTracking().Where(i => i.ExamId == planned.Id && i.ExpertId == planned.Chief.Id).Select(i => i.Id).SingleAsync());
        await _app.RunJob<PublishLogJob>(job => job.Run(TestContext.Current.CancellationToken));
        var (evidence, variant) = (EvidenceId.New(), TaskVariantId.New());
        await _app.Change(async db =>
        {
            var photo = new EvidencePhoto(evidence, Picture);
            db.AddRange(photo, new Evidence(evidence, new EvidenceSubject(exam.Id, exam.Candidates[0].Id, exam.Aspect("A1.1").Id), exam.Scorers[0].Id, null, photo, 0, _app.Clock.Now));
            var held = await db.Exams.SingleAsync(e => e.Id == exam.Id);
            db.Add(new TaskVariant(variant, held, "Вариант 4", "4.pdf", "application/pdf", [37, 80, 68, 70], held.Groups.Min(g => g.StartsAt), "Оператор", _app.Clock.Now));
        });
        var (programme, group) = (ProgrammeId.New(), TrainingGroupId.New());
        await _app.Send(new RegisterProgramme(ProgrammeKind.EmploymentPromotion, $"Программа {programme.Value:N}", null, ProgrammeEnding.Exam, exam.College) { Id = programme }, TestUser.RegionalOperator);
        await _app.Send(new OpenTrainingGroup(programme, "Группа", _app.Clock.Today.AddDays(-9), _app.Clock.Today.AddDays(-1)) { Id = group }, TestUser.RegionalOperator);
        await _app.Send(new EnrolParticipants(programme, group, exam.College), TestUser.RegionalOperator);
        var participant = await _app.Query(db => db.Participants.Where(p => p.GroupId == group && p.CandidateId == exam.Candidates[0].Id).Select(p => p.Id).SingleAsync());
        var outcome = (await _app.Send(new IssueOutcomeLinks(programme, group), TestUser.RegionalOperator))[0].Path;
        var account = await _app.AddAccount(exam.HolderUser(1), $"holder-{exam.Id}@example.test");

        var (file, speciality) = (AccreditationFileId.New(), SpecialityId.New());
        await _app.Send(new AddAccreditationFile(exam.Venue.Id, exam.Venue.Accreditations[0].Id, file, "plan.pdf", "%PDF-1.7"u8.ToArray()), TestUser.RegionalOperator);
        await _app.Send(new RegisterSpeciality(SpecialityKind.Speciality, "99.02.99", "Специальность") { Id = speciality }, TestUser.RegionalOperator);

        var (application, need) = (EmployerApplicationId.New(), EmployerNeedId.New());
        await _app.Send(new ApplyAsEmployer(TestUser.TestRegion, "ООО «Новый работодатель»", "Калининград", "3906000012", "Кадрова Анна", "hr@employer.test", null, true) { Id = application }, TestUser.Anonymous);
        await _app.Send(new PostNeed("99.02.99", ExamLevel.Base, 2, _app.Clock.Today.AddDays(30)) { Id = need }, Own["E"]);
        await _app.Send(new SharePassport(passport.Id, new ShareContents(true, true, [], []), _app.Clock.Today.AddDays(9), null, employer), holder);

        foreach (var (name, id) in new (string, object)[]
        {
            ("applicationId", application), ("needId", need), ("examId", exam.Id), ("venueId", exam.Venue.Id), ("expertId", exam.Scorers[0].Id), ("candidateId", exam.Candidates[0].Id), ("organisationId", exam.College), ("packageId", exam.Package.Id),
            ("criterion", "A"), ("aspectId", exam.Aspect("A1.1").Id), ("accountId", account.Id), ("appealId", appeal), ("requestId", unlock), ("correctionId", correction), ("linkId", link),
            ("campaignId", campaign), ("orderId", order.Id), ("id", passport.Id), ("token", passport.Token), ("code", document.Code), ("kind", "examPlan"), ("item", "workplaces"),
            ("accreditationId", exam.Venue.Accreditations[0].Id), ("credentialId", exam.Scorers[0].Credentials[0].Id), ("fileId", file), ("specialityId", speciality), ("/s token", share.Segments[^1]), ("name", "passport"),
            ("/api/v1/my/invitations/{id}/answer id", invitation), ("/problem status", "404"), ("status", "suspended"), ("language", "en"), ("list", "1"),
            ("programmeId", programme), ("groupId", group), ("participantId", participant), ("/outcome token", outcome.Split('/')[^1]), ("year", "2026"),
            ("evidenceId", evidence), ("/api/v1/exams/{examId}/task-variants/{id}/open id", variant),
            ("/exams/{examId}/tasks?handler=Open id", variant), ("path", ""), ("/reports kind", "college"), ("/api/v1/reports kind", "college"), ("/api/v1/registers kind", "Candidate"), ("/api/v1/registers id", exam.Candidates[0].Id), ("/achievements level", "base"), ("/regions code", TestUser.TestRegion), ("/api/v1/regions code", TestUser.TestRegion), ("documentName", "v1"), ("tile", "000"),
        })
        {
            _ids[name] = id.ToString()!;
        }

        foreach (var (type, id) in new (Type, object)[]
        {
            (typeof(ExamId), exam.Id), (typeof(VenueId), exam.Venue.Id), (typeof(ExpertId), exam.Scorers[0].Id), (typeof(CandidateId), exam.Candidates[0].Id), (typeof(OrganisationId), exam.College), (typeof(PackageId), exam.Package.Id),
            (typeof(AspectId), exam.Aspect("A1.1").Id), (typeof(PassportId), passport.Id),
        })
        {
            _bodies[ApiExamples.Of(type, "")!.GetValue<string>()] = id.ToString()!;
        }

        _bodies["01972c5e-4a00-7000-8000-0000000b1a5e"] = exam.College.ToString();
        // Not the identities that a stranger sent: a form shows them again.
        _names = [.. exam.Candidates.Select(c => c.Name.Surname), exam.Candidates[1].Id.ToString(), .. passports.Select(p => p.Number.ToString()), passports.Single(p => p != passport).Token.ToString()];
        _questions["code"] = passport.Number.ToString();
        _secrets = [await _app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.Number).SingleAsync()), exam.Venue.Name, .. exam.Scorers.Append(exam.Chief).Select(e => e.Name.Surname)];
    }

    private async Task<(OrganisationId College, ExpertId Expert)> Elsewhere()
    {
        var college = new Organisation(OrganisationId.New(), OrganisationKind.Educational, "Калужский колледж", "Калужский колледж", "Kaluga College", OtherRegion, "Калуга");
        var expert = new Expert(ExpertId.New(), new PersonName("Калугина", "Клара", null), college.Id, OtherRegion, null);
        await _app.Change(db =>
        {
            db.AddRange(new Region(OtherRegion, "Калужская область", "Kaluga Oblast", "Europe/Moscow"), college, expert);
            return Task.CompletedTask;
        });
        return (college.Id, expert.Id);
    }

    [GeneratedRegex(@"\{\**(\w+)\}")]
    private static partial Regex Parameter();
}

/// <summary>What a door said: a status, with redirections to sign-in and to "may not" read as 401 and 403.</summary>
internal sealed partial record Answer(int Status, string Body)
{
    /// <summary>Code of a problem document; empty for anything else.</summary>
    public string Code => Status >= 400 ? ProblemCode().Match(Body).Groups[1].Value : "";

    [GeneratedRegex("\"code\":\"([^\"]+)")]
    private static partial Regex ProblemCode();
}
