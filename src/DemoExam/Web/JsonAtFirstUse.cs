using System.Text.Json;
using System.Text.Json.Serialization;

namespace DemoExam.Web;

/// <summary>
/// Puts off what the serialiser learns about the bodies of requests until one comes. The framework asks for it when it makes an endpoint, and with
/// hundreds of bodies the answers are a quarter of the processor time of a start.
/// </summary>
/// <param name="real">What reads and writes.</param>
internal sealed class JsonAtFirstUse(JsonSerializerOptions real) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert is { IsClass: true, Namespace: { } space } && space.StartsWith(nameof(DemoExam), StringComparison.Ordinal);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert), real)!;

    private sealed class Converter<T>(JsonSerializerOptions real) : JsonConverter<T>
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize<T>(ref reader, real);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, real);
    }
}
