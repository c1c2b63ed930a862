using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>
/// The machine credential, the keys and the status lists, as a stranger's program gets them: over HTTP, read by libraries that know
/// nothing of us.
/// </summary>
public sealed class CredentialTests(App app) : IClassFixture<App>
{
    private const string Did = "did:web:passports.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_PDF_carries_a_credential_that_an_unrelated_library_accepts_with_the_published_key()
    {
        var (exam, passport) = await app.APassport();
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, Guid.CreateVersion7().ToString("N")));
        var file = Path.Combine(folder.FullName, "passport.pdf");
        await File.WriteAllBytesAsync(file, await app.PdfOf(passport), Ct);
        (await Tool.Run("pdfdetach", "poppler-utils", "-saveall", "-o", folder.FullName, file)).Exit.ShouldBe(0);

        var token = await File.ReadAllTextAsync(Path.Combine(folder.FullName, BadgeCredential.FileName), Ct);

        var payload = await Read(token, "JWT");
        payload.GetProperty("issuer").GetProperty("id").GetString().ShouldBe(Did);
        payload.GetProperty("id").GetString().ShouldBe($"urn:uuid:{passport.Id}");
        var subject = payload.GetProperty("credentialSubject");
        subject.GetProperty("licenseNumber").GetString().ShouldBe(passport.Number);
        subject.GetProperty("identifier")[0].GetProperty("identityHash").GetString().ShouldBe(exam.Candidates[0].Name.Full);
        subject.GetProperty("result")[0].GetProperty("value").GetString().ShouldBe("50.00");
        var status = payload.GetProperty("credentialStatus");
        status.GetProperty("statusListCredential").GetString().ShouldBe($"https://passports.example/status/{passport.StatusList}");
        status.GetProperty("statusListIndex").GetString().ShouldBe($"{passport.StatusIndex}");
    }

    [Fact]
    public async Task Both_headers_are_given_by_content_negotiation_over_the_same_payload()
    {
        var exam = await app.AnExamWithPassports(1);
        var passport = (await app.PassportsOf(exam.Id)).Single();
        foreach (var (user, address) in new[] { (exam.HolderUser(), $"/api/v1/my/passports/{passport.Id}/credential"), (TestUser.RegionalOperator, $"/api/v1/passports/{passport.Id}/credential") })
        {
            var openBadge = await Get(user, address, "text/plain", "text/plain");
            var malformed = await Get(user, address, "application/json", "text/plain");
            var w3c = await Get(user, address, "application/vc+jwt", "application/vc+jwt");

            malformed.ShouldBe(openBadge);
            (await Read(openBadge, "JWT")).GetRawText().ShouldBe((await Read(w3c, "vc+jwt")).GetRawText());
        }

        var stranger = (await app.AnExamWithPassports(1)).HolderUser();
        await Should.ThrowAsync<NotFound>(() => app.Send(new DownloadMyCredential(passport.Id, TokenType.OpenBadge), stranger));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new DownloadCredential(passport.Id, TokenType.OpenBadge), exam.HolderUser()));
    }

    [Fact]
    public async Task Every_address_that_a_credential_names_answers_and_other_sites_may_read_it()
    {
        var (_, passport) = await app.APassport();
        await app.PublishLists();
        var payload = await Read((await app.Send(new DownloadCredential(passport.Id, TokenType.OpenBadge), TestUser.RegionalOperator)).Token, "JWT");
        var subject = payload.GetProperty("credentialSubject");

        foreach (var (address, type) in new[]
        {
            (subject.GetProperty("achievement").GetProperty("id").GetString()!, "Achievement"), (subject.GetProperty("source").GetProperty("id").GetString()!, "Profile"),
        })
        {
            using var answer = await Anonymous(new Uri(address).AbsolutePath);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.GetValues("Access-Control-Allow-Origin").Single().ShouldBe("*");
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
            json.RootElement.GetProperty("id").GetString().ShouldBe(address);
            json.RootElement.GetProperty("type")[0].GetString().ShouldBe(type);
        }

        using var list = await Anonymous($"/status/{passport.StatusList}");
        list.Content.Headers.ContentType!.MediaType.ShouldBe("application/vc+jwt");
        (await Anonymous("/achievements/0198d2c4-6a8e-7d2f-9a56-3f5a2f4c9b11/base")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Anonymous("/places/0198d2c4-6a8e-7d2f-9a56-3f5a2f4c9b11")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_key_documents_agree_and_hold_no_private_part()
    {
        using var did = JsonDocument.Parse(await Text("/.well-known/did.json"));
        using var set = JsonDocument.Parse(await Text("/.well-known/jwks.json"));
        var key = set.RootElement.GetProperty("keys")[0];
        var thumbprint = key.GetProperty("kid").GetString()!;
        using var single = JsonDocument.Parse(await Text($"/keys/{thumbprint}"));

        did.RootElement.GetProperty("id").GetString().ShouldBe(Did);
        did.RootElement.GetProperty("assertionMethod").EnumerateArray().Select(m => m.GetString()).ShouldContain($"{Did}#{thumbprint}");
        did.RootElement.GetProperty("verificationMethod")[0].GetProperty("publicKeyJwk").GetRawText().ShouldBe(key.GetRawText());
        single.RootElement.GetRawText().ShouldBe(key.GetRawText());
        Base64UrlEncoder.Encode(new JsonWebKey(key.GetRawText()).ComputeJwkThumbprint()).ShouldBe(thumbprint);
        foreach (var secret in new[] { "d", "p", "q", "dp", "dq", "qi", "k" })
        {
            key.TryGetProperty(secret, out _).ShouldBeFalse();
        }

        (await Anonymous("/keys/unknown")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_revocation_sets_one_bit_of_the_signed_list_and_the_list_of_yesterday_stays_as_it_was()
    {
        var exam = await app.AnExamWithPassports(3);
        var passports = await app.PassportsOf(exam.Id);
        await app.PublishLists();
        var before = app.Clock.Now;
        (await Bit(passports[0])).ShouldBeFalse();

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.Send(new SuspendPassport(passports[1].Id, "Жалоба"), TestUser.RegionalOperator);
        await app.Revoke(passports[0], RevocationCategory.ResultAnnulled, "Решение № 1");
        await app.PublishLists();

        (await Bit(passports[0])).ShouldBeTrue();
        (await Bit(passports[1])).ShouldBeFalse("a suspension can end, a bit of this list can not");
        (await Bit(passports[2])).ShouldBeFalse();
        (await Bit(passports[0], before)).ShouldBeFalse();
        using var tooEarly = await Anonymous($"/status/{passports[0].StatusList}?timestamp=2020-01-01T00:00:00Z");
        tooEarly.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await tooEarly.Content.ReadAsStringAsync(Ct)).ShouldContain("STATUS_RETRIEVAL_ERROR");
        (await Anonymous($"/status/{passports[0].StatusList}?timestamp=yesterday")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_replaced_passport_counts_as_withdrawn_and_the_new_one_keeps_the_day_of_the_award()
    {
        var (_, old) = await app.APassport();
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.Send(new ReissuePassport(old.Id, SupersedingCategory.NameChanged), TestUser.RegionalOperator);
        await app.Issue();
        await app.PublishLists();
        var replacement = (await app.PassportsOf(old.ExamId)).Single(p => p.Id != old.Id);

        (await Bit(old)).ShouldBeTrue();
        (await Bit(replacement)).ShouldBeFalse();
        (replacement.StatusList, replacement.StatusIndex).ShouldNotBe((old.StatusList, old.StatusIndex));
        var first = await Read((await app.Send(new DownloadCredential(old.Id, TokenType.OpenBadge), TestUser.RegionalOperator)).Token, "JWT");
        var second = await Read((await app.Send(new DownloadCredential(replacement.Id, TokenType.OpenBadge), TestUser.RegionalOperator)).Token, "JWT");
        second.GetProperty("awardedDate").GetString().ShouldBe(first.GetProperty("awardedDate").GetString());
        second.GetProperty("sub").GetString().ShouldNotBe(first.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task A_list_is_signed_again_only_when_it_changed_or_runs_out()
    {
        var (_, passport) = await app.APassport();
        await app.PublishLists();
        await app.PublishLists();
        var one = await Copies(passport.StatusList);

        app.Clock.Advance(TimeSpan.FromHours(13));
        await app.PublishLists();

        (await Copies(passport.StatusList)).ShouldBe(one + 1);
    }

    [Fact]
    public async Task Neighbours_get_places_that_have_nothing_to_do_with_each_other()
    {
        var exam = await app.AnExamWithPassports(4);
        foreach (var passport in await app.PassportsOf(exam.Id))
        {
            await app.Send(new ReissuePassport(passport.Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
        }

        var places = (await app.OrdersOf(exam.Id)).Where(o => o.SupersedesId is not null).Select(o => o.StatusIndex).ToList();

        places.Count.ShouldBe(4);
        places.ShouldBeUnique();
        places.ShouldAllBe(i => i >= 0 && i < StatusPlace.ListLength);
        // Four random places lie this close together once in ten million times.
        (places.Max() - places.Min()).ShouldBeGreaterThan(400);
    }

    [Fact]
    public async Task A_certificate_that_is_no_longer_in_use_stays_published_and_a_compromised_one_does_not()
    {
        var folder = Databases.NewFolder();
        NewSigningKey.Create(folder, "Former", app.Clock.Now);
        using var former = CertificateFileKey.Load(Path.Combine(folder, NewSigningKey.KeyFile));
        var thumbprint = PublicKeyJwk.Of(former.Certificate).Thumbprint;
        await app.Change(db =>
        {
            db.IssuerCertificates.Add(new DemoExam.Security.IssuerCertificate(former.Certificate, signsTokens: true, app.Clock.Now.AddYears(-1)));
            return Task.CompletedTask;
        });

        await app.Send(new RegisterSigningKey(), TestUser.System);

        (await Text("/.well-known/jwks.json")).ShouldContain(thumbprint);
        (await Text("/.well-known/did.json")).ShouldContain("\"expires\"");
        await app.Change(async db => (await db.IssuerCertificates.FindAsync([DemoExam.Security.IssuerCertificate.FingerprintOf(former.Certificate)], Ct))!.Revoke("Украден", app.Clock.Now));
        (await Text("/.well-known/jwks.json")).ShouldNotContain(thumbprint);
        using var did = JsonDocument.Parse(await Text("/.well-known/did.json"));
        did.RootElement.GetProperty("assertionMethod").EnumerateArray().Select(m => m.GetString()).ShouldNotContain($"{Did}#{thumbprint}");
        (await Anonymous($"/keys/{thumbprint}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    // The list as a stranger reads it: signature by another library, then a few lines by hand.
    private async Task<bool> Bit(SkillsPassport passport, DateTimeOffset? at = null)
    {
        var address = $"/status/{passport.StatusList}" + (at is { } moment ? $"?timestamp={Uri.EscapeDataString(moment.ToString("O"))}" : "");
        var payload = await Read(await Text(address), "vc+jwt");
        payload.GetProperty("jti").GetString().ShouldBe($"https://passports.example/status/{passport.StatusList}");
        var subject = payload.GetProperty("credentialSubject");
        subject.GetProperty("statusPurpose").GetString().ShouldBe("revocation");
        var encoded = subject.GetProperty("encodedList").GetString()!;
        encoded[0].ShouldBe('u');
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Base64UrlEncoder.DecodeBytes(encoded[1..])), CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(unpacked, Ct);
        }

        var bits = unpacked.ToArray();
        bits.Length.ShouldBeGreaterThanOrEqualTo(16 * 1024);
        return (bits[passport.StatusIndex / 8] >> (7 - (passport.StatusIndex % 8)) & 1) == 1;
    }

    private async Task<JsonElement> Read(string token, string type)
    {
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = Did, ValidateAudience = false, ValidateLifetime = false, RequireExpirationTime = false, ValidTypes = [type],
            IssuerSigningKeys = new JsonWebKeySet(await Text("/.well-known/jwks.json")).GetSigningKeys().Select(k => { k.KeyId = $"{Did}#{k.KeyId}"; return k; }).ToList(),
        };
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters);
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        return JsonDocument.Parse(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(token.Split('.')[1]))).RootElement;
    }

    private Task<int> Copies(int list) => app.Query(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.StatusLists, l => l.List == list, Ct));

    private async Task<string> Get(TestUser user, string address, string accept, string expected)
    {
        using var client = await app.Api(user);
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var answer = await client.GetAsync(address, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<string> Text(string address)
    {
        using var answer = await Anonymous(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private async Task<HttpResponseMessage> Anonymous(string address)
    {
        using var client = await app.As(TestUser.Anonymous);
        return await client.GetAsync(address, Ct);
    }
}
