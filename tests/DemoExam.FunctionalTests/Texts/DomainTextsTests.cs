using System.Globalization;
using System.Reflection;
using DemoExam.Domain;
using DemoExam.Domain.Exams;

namespace DemoExam.FunctionalTests;

/// <summary>Everything that the domain can say has words in the texts.</summary>
public sealed class DomainTextsTests
{
    private static readonly Type[] DomainTypes = typeof(Rule).Assembly.GetTypes();

    private readonly Texts texts = new Texts(strict: true).In(CultureInfo.GetCultureInfo("ru"));

    public static TheoryData<Type> Enums => [.. DomainTypes.Where(type => type is { IsEnum: true, IsPublic: true })];

    public static TheoryData<string> RuleCodes => [.. DomainTypes
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(rule => rule.FieldType == typeof(Rule))
        .Select(rule => ((Rule)rule.GetValue(null)!).Code)];

    [Theory, MemberData(nameof(Enums))]
    public void Every_member_of_an_enum_has_a_word(Type type) =>
        Enum.GetNames(type).Where(name => !texts.Has($"Enums.{type.Name}.{name}")).ShouldBeEmpty();

    [Theory, MemberData(nameof(RuleCodes))]
    public void Every_rule_has_a_sentence(string code) => texts.Has($"Rules.{code}").ShouldBeTrue();

    [Fact]
    public void Rules_say_states_and_marks_in_words() =>
        texts.Rule("none.such", new Dictionary<string, object?> { ["status"] = ExamStatus.Running, ["sum"] = new Marks(2450) }, "«{status}», {sum}, {sum:points}")
            .ShouldBe("«Идёт», 24,50, 24,50");
}
