using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace DemoExam.Web;

/// <summary>
/// What the OpenAPI document says beyond the endpoints' own words: how to sign in, that a POST may be repeated under a key, what a
/// refusal looks like, what our value types are in JSON, and an example for every body.
/// </summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";
    private const string Problem = "application/problem+json";

    private const string About = """
        The same requests as behind the pages. Sign in with `POST /api/v1/sign-in` and send the token as `Authorization: Bearer …`; checking a passport needs no account.

        Failures are ProblemDetails (RFC 9457) with a stable `code`. A broken rule is status 409: `code` names the first rule and `refusals` holds every rule with the facts it saw. Input that can't be understood is 400 with the messages by field in `errors`.

        Lists are read in pages by key: give `next` of one answer as `after` of the following request.

        A POST with an `Idempotency-Key` may be repeated for a day: the first success is answered again and nothing is done twice.
        """;

    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.AddOpenApi("v1", options =>
        {
            options.AddSchemaTransformer(DescribeValues);
            options.AddOperationTransformer(DescribeOperation);
            options.AddDocumentTransformer(DescribeDocument);
        });
        return services;
    }

    /// <summary>Marks the endpoints of a group that have a filter: ours is the one for repeated requests.</summary>
    public static T SayWhatMayBeRepeated<T>(this T endpoints) where T : IEndpointConventionBuilder
    {
        endpoints.Finally(builder =>
        {
            if (builder.FilterFactories.Count > 0)
            {
                builder.Metadata.Add(new MayBeRepeated());
            }
        });
        return endpoints;
    }

    /// <summary>An example of the body, where one made from its members would not be understood: one of two members, say.</summary>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder endpoint, object body) => endpoint.WithMetadata(new BodyExample(body));

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DemoExam",
            Version = "1",
            Description = About,
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "The access token that signing in gives." };
        // Addresses depend on where one stands; relative ones are right everywhere.
        document.Servers = [new OpenApiServer { Url = "/" }];
        return Task.CompletedTask;
    }

    private static Task DescribeValues(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (OfValue(type, type != context.JsonTypeInfo.Type ? JsonSchemaType.Null : 0) is { } value)
        {
            (schema.Type, schema.Format, schema.Examples) = (value.Type, value.Format, value.Examples);
        }
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && schema.Items is null)
        {
            schema.Items = OfValue(element);
        }
        else if (type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
            schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable name of the failure: of the rule that said no, or for example `input.invalid`, `not-found`, `forbidden`." };
            schema.Properties["refusals"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Every rule that said no, with its field and the facts that it saw.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["field"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
                        ["facts"] = new OpenApiSchema { Type = JsonSchemaType.Object },
                    },
                },
            };
        }

        return Task.CompletedTask;
    }

    // Types with a converter of ours, of which the framework knows nothing.
    private static OpenApiSchema? OfValue(Type type, JsonSchemaType orNull = 0) =>
        IsId(type) ? new OpenApiSchema { Type = JsonSchemaType.String | orNull, Format = "uuid", Examples = [ApiExamples.Of(type, "")!] }
        : type == typeof(Marks) || type == typeof(ScoreValue) ? new OpenApiSchema { Type = JsonSchemaType.Number | orNull, Examples = [ApiExamples.Of(type, "")!] }
        : null;

    private static Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "Sign in first." });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "This account may not do this." });
        }

        foreach (var (_, response) in operation.Responses.Where(r => r.Key[0] is '4' or '5'))
        {
            if (response is OpenApiResponse { Content: null or { Count: 0 } } plain)
            {
                plain.Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) } };
            }
        }

        if (metadata.OfType<MayBeRepeated>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.Header,
                In = ParameterLocation.Header,
                Description = "Any text of at most 200 characters that is new for this request. A repeat under the same key within a day gets the first answer; another body under it is refused with 422.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
                Example = JsonValue.Create("3f1c9f6e-8d0a-4f0e-9b7c-2f6d1f7a5b10"),
            });
        }

        var body = context.Description.ParameterDescriptions.FirstOrDefault(p => p.Source.Id == "Body")?.Type;
        if (body is not null && operation.RequestBody?.Content is { } content && content.TryGetValue("application/json", out var json))
        {
            var options = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            json.Example = metadata.OfType<BodyExample>().LastOrDefault() is { } own ? JsonSerializer.SerializeToNode(own.Body, options) : ApiExamples.Of(body, "", options);
        }

        return Task.CompletedTask;
    }

    internal static bool IsId(Type type) => type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    private sealed class MayBeRepeated;

    private sealed record BodyExample(object Body);
}

/// <summary>Lifelike examples of bodies, made from their types and the names of their members, so that none can be forgotten or grow old.</summary>
internal static class ApiExamples
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["personalNumber"] = "112-233-445 95",
        ["surname"] = "Иванова",
        ["givenName"] = "Мария",
        ["patronymic"] = "Петровна",
        ["latinName"] = "Ivanova Mariia",
        ["displayName"] = "Иванова Мария Петровна",
        ["userName"] = "m.ivanova",
        ["email"] = "m.ivanova@college.example",
        ["guardianName"] = "Иванова Вера Павловна",
        ["guardianPhone"] = "+7 4012 55-01-07",
        ["guardianEmail"] = "v.ivanova@mail.example",
        ["guardianConsent"] = "Согласие № 7 от 10.01.2026",
        ["experts"] = "1–12: 3; 13+: 5",
        ["infrastructure"] = "Персональный компьютер: 1 на место; Принтер: 1 на площадку",
        ["password"] = "seven quiet lamps",
        ["passwordAgain"] = "seven quiet lamps",
        ["code"] = "1P8D-XBK3-1C5K",
        ["refreshToken"] = "CfDJ8…",
        ["name"] = "Мастерская «Веб-технологии»",
        ["shortName"] = "КИТиС",
        ["nameEn"] = "Web Technologies Workshop",
        ["city"] = "Калининград",
        ["address"] = "ул. Озёрная, 12, каб. 301",
        ["timeZone"] = "Europe/Kaliningrad",
        ["regionCode"] = "39",
        ["studyGroup"] = "ИС-41",
        ["note"] = "Вёл у группы практику",
        ["number"] = "СВ-1024",
        ["certificateNumber"] = "0101/09.02.07",
        ["packageCode"] = "КОД 09.02.07-9-2026",
        ["scope"] = "09.02.07",
        ["competence"] = "09.02.07",
        ["speciality"] = "09.02.07",
        ["specialityCode"] = "09.02.07",
        ["criteria"] = "AB",
        ["act"] = "№ 42-ОД от 01.09.2025",
        ["reason"] = "Ошибка в фамилии: исправлена по паспорту",
        ["explanation"] = "Ошибка в фамилии: исправлена по паспорту",
        ["basis"] = "Протокол апелляционной комиссии № 3 от 17.06.2026",
        ["text"] = "Вёрстка совпадает с макетом",
        ["label"] = "5",
    };

    public static JsonNode? Of(Type type, string name, JsonSerializerOptions? options = null, int depth = 0)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ApiDocument.IsId(type))
        {
            // The same kind of id is the same everywhere.
            var number = type.Name.Aggregate(0u, (sum, letter) => unchecked((sum * 31) + letter)) % 0xFFFFFF;
            return JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"01972c5e-4a00-7000-8000-000000{number:x6}"));
        }

        if (type == typeof(string))
        {
            return JsonValue.Create(Words.TryGetValue(name, out var word) ? word : "…");
        }

        if (type == typeof(DateOnly))
        {
            return JsonValue.Create(name.ToUpperInvariant() switch
            {
                "BIRTHDATE" => "2006-03-14",
                "PREPARATORYDAY" => "2026-06-14",
                "VALIDTO" or "TO" => "2027-06-30",
                "VALIDFROM" or "FROM" => "2025-07-01",
                _ => "2026-06-15",
            });
        }

        if (type == typeof(DateTimeOffset))
        {
            return JsonValue.Create("2026-06-15T09:41:07+02:00");
        }

        if (type == typeof(DateTime))
        {
            return JsonValue.Create("2026-06-15T09:00:00");
        }

        if (type == typeof(Guid))
        {
            return JsonValue.Create("01972c5e-4a00-7000-8000-0000000000aa");
        }

        if (type == typeof(bool))
        {
            return JsonValue.Create(false);
        }

        if (type.IsEnum)
        {
            return JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]));
        }

        if (type == typeof(Marks) || type == typeof(decimal))
        {
            return JsonValue.Create(1.5m);
        }

        if (type == typeof(ScoreValue) || type == typeof(int) || type == typeof(long) || type == typeof(short))
        {
            return JsonValue.Create(name.Contains("workplaces", StringComparison.OrdinalIgnoreCase) ? 12 : 1);
        }

        if (options is null || depth > 6)
        {
            return null;
        }

        var info = options.GetTypeInfo(type);
        if (info is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            return new JsonArray(Of(element, name, options, depth + 1));
        }

        if (info is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } valueType })
        {
            // What is keyed by a text in the API is keyed by the code of an aspect.
            return new JsonObject { ["A1.1"] = Of(valueType, name, options, depth + 1) };
        }

        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return null;
        }

        var example = new JsonObject();
        foreach (var property in info.Properties.Where(p => p.Get is not null && (p.Set is not null || p.AssociatedParameter is not null)))
        {
            // "Another person?" and the like are answers to a question that has not been asked yet.
            if (Of(property.PropertyType, property.Name, options, depth + 1) is { } value && !(value.GetValueKind() == JsonValueKind.False && property.AssociatedParameter?.HasDefaultValue == true))
            {
                example[property.Name] = value;
            }
        }

        return example;
    }
}
