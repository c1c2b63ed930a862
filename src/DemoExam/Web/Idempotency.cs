using System.Security.Cryptography;
using System.Text;
using DemoExam.Data;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Web;

/// <summary>
/// <c>Idempotency-Key</c> for POSTs: the first success under a key is remembered for a day and given again to every repeat,
/// so that a client may repeat a request whose answer got lost. The same key with another body is refused. Two
/// requests with one key at the same time: one runs, the other is told to try again.
/// </summary>
internal sealed class Idempotency(IServiceScopeFactory scopes, TimeProvider time) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var given = http.Request.Headers[Header].ToString();
        if (given.Length == 0)
        {
            return await next(context);
        }

        if (given.Length > 200)
        {
            return TypedResults.Problem("The Idempotency-Key may have at most 200 characters.", statusCode: 400, extensions: Code("idempotency.key-too-long"));
        }

        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        var key = Hash($"{user.Id}\n{http.Request.Method} {http.Request.Path}\n{given}");
        var bodyHash = await HashBody(http);

        if (await Remember(key, bodyHash) is { } earlier)
        {
            return earlier.BodyHash != bodyHash
                ? TypedResults.Problem("This Idempotency-Key was used with another body.", statusCode: 422, extensions: Code("idempotency.body-differs"))
                : earlier.StatusCode == 0
                    ? TypedResults.Problem("The first request with this Idempotency-Key is still running.", statusCode: 409, extensions: Code("idempotency.running"))
                    : new Replay(earlier);
        }

        var done = false;
        try
        {
            var answer = await next(context);
            if (answer is IResult result)
            {
                var recorded = await Record(http, result);
                done = recorded.StatusCode is >= 200 and < 300;
                if (done)
                {
                    await Complete(key, recorded);
                }

                return new Replay(recorded);
            }

            return answer;
        }
        finally
        {
            if (!done)
            {
                await Forget(key);
            }
        }
    }

    // Reserves the key; answers the earlier request's row when there is one.
    private async Task<RememberedAnswer?> Remember(string key, string bodyHash)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        using var turn = await scope.ServiceProvider.GetRequiredService<WriteGate>().Enter(CancellationToken.None);
        var now = time.GetUtcNow();
        var stale = now.AddDays(-1);
        await db.RememberedAnswers.Where(a => a.Key == key && a.At < stale).ExecuteDeleteAsync();
        // A process that was killed leaves its reservation; after two minutes nobody is waiting for it any more. One of the future is of a clock that was ahead.
        var (abandoned, ahead) = (now.AddMinutes(-2), now.AddMinutes(2));
        await db.RememberedAnswers.Where(a => a.Key == key && a.StatusCode == 0 && (a.At < abandoned || a.At > ahead)).ExecuteDeleteAsync();

        var earlier = await db.RememberedAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.Key == key);
        if (earlier is not null)
        {
            return earlier;
        }

        db.RememberedAnswers.Add(new RememberedAnswer { Key = key, BodyHash = bodyHash, At = now });
        try
        {
            await db.SaveChangesAsync();
            return null;
        }
        catch (DbUpdateException failure) when (db.UniqueViolation(failure) is not null)
        {
            return await db.RememberedAnswers.AsNoTracking().SingleAsync(a => a.Key == key);
        }
    }

    private async Task Complete(string key, RememberedAnswer answer)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        using var turn = await scope.ServiceProvider.GetRequiredService<WriteGate>().Enter(CancellationToken.None);
        await db.RememberedAnswers.Where(a => a.Key == key).ExecuteUpdateAsync(a => a
            .SetProperty(x => x.StatusCode, answer.StatusCode)
            .SetProperty(x => x.ContentType, answer.ContentType)
            .SetProperty(x => x.Location, answer.Location)
            .SetProperty(x => x.Body, answer.Body));
    }

    private async Task Forget(string key)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        using var turn = await scope.ServiceProvider.GetRequiredService<WriteGate>().Enter(CancellationToken.None);
        await db.RememberedAnswers.Where(a => a.Key == key && a.StatusCode == 0).ExecuteDeleteAsync();
    }

    private static async Task<RememberedAnswer> Record(HttpContext http, IResult result)
    {
        var body = http.Response.Body;
        await using var copy = new MemoryStream();
        http.Response.Body = copy;
        try
        {
            await result.ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        return new RememberedAnswer
        {
            Key = "",
            BodyHash = "",
            StatusCode = http.Response.StatusCode,
            ContentType = http.Response.ContentType,
            Location = http.Response.Headers.Location,
            Body = copy.ToArray(),
        };
    }

    private static async Task<string> HashBody(HttpContext http)
    {
        // WebSetup makes the body of API requests readable twice.
        http.Request.Body.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Dictionary<string, object?> Code(string code) => new() { ["code"] = code };

    private sealed class Replay(RememberedAnswer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.StatusCode;
            httpContext.Response.ContentType = answer.ContentType;
            if (answer.Location is not null)
            {
                httpContext.Response.Headers.Location = answer.Location;
            }

            await httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
