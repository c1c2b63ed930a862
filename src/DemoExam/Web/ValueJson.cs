using System.Text.Json;
using System.Text.Json.Serialization;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;

namespace DemoExam.Web;

/// <summary>Typed ids are plain GUID strings in JSON.</summary>
internal sealed class IdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Id.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonException("An id is a GUID string.");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

        public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value.ToString());
    }
}

/// <summary>Points are decimal numbers with at most two decimals in JSON.</summary>
internal sealed class MarksJson : JsonConverter<Marks>
{
    public override Marks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) && Marks.TryFrom(value, out var marks)
            ? marks
            : throw new JsonException("Points are a number with at most two decimals.");

    public override void Write(Utf8JsonWriter writer, Marks value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>Entries are decimal numbers with at most three decimals in JSON.</summary>
internal sealed class ScoreValueJson : JsonConverter<ScoreValue>
{
    public override ScoreValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) && ScoreValue.TryFrom(number, out var value)
            ? value
            : throw new JsonException("An entry is a number with at most three decimals.");

    public override void Write(Utf8JsonWriter writer, ScoreValue value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Thousandths / 1000m);
}
