using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DemoExam.Data;

/// <summary>How our types look in every database. One place, because three databases must agree.</summary>
internal static class Conventions
{
    /// <summary>Longest text of a column that says nothing else, characters.</summary>
    public const int DefaultTextLength = 400;

    public static void Apply(ModelConfigurationBuilder model)
    {
        foreach (var id in typeof(IId<>).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))))
        {
            model.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        }

        model.Properties<string>().HaveMaxLength(DefaultTextLength);
        model.Properties<Marks>().HaveConversion<MarksConverter>();
        model.Properties<ScoreValue>().HaveConversion<ScoreValueConverter>();
        // SQLite can't order or compare DateTimeOffset; UTC DateTime works the same on all three.
        model.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    /// <summary>Ids are made by the application; otherwise a child with an id would be taken for a changed one.</summary>
    public static void OwnIds(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(e => e.FindPrimaryKey()?.Properties ?? []))
        {
            if (property.ClrType.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)))
            {
                property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
        }
    }

    /// <summary>A text of any length, for example a signed token.</summary>
    public static PropertyBuilder<string> IsUnlimited(this PropertyBuilder<string> property)
    {
        property.Metadata.SetMaxLength(null);
        return property;
    }

    /// <summary>Stores an immutable value as JSON text: read and written whole, never searched.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property)
    {
        var converter = new ValueConverter<T, string>(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<T>(text, Json)!);
        // Equal text is equal value; the snapshot may be shared, because the value is never changed in place.
        var comparer = new ValueComparer<T>(
            (left, right) => JsonSerializer.Serialize(left, Json) == JsonSerializer.Serialize(right, Json),
            value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
            value => value);
        property.HasConversion(converter, comparer);
        property.Metadata.SetMaxLength(null);
        return property;
    }

    public static JsonSerializerOptions Json { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new Web.MarksJson(), new Web.ScoreValueJson(), new Web.IdJson() },
    };

    public sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make<TId>(value))
        where TId : struct, IId<TId>;

    // Static abstract members can't be called in an expression tree.
    public static TId Make<TId>(Guid value) where TId : struct, IId<TId> => TId.From(value);

    public sealed class MarksConverter() : ValueConverter<Marks, int>(m => m.Hundredths, v => new Marks(v));

    public sealed class ScoreValueConverter() : ValueConverter<ScoreValue, long>(s => s.Thousandths, v => new ScoreValue(v));

    public sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
        moment => moment.UtcDateTime,
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
}
