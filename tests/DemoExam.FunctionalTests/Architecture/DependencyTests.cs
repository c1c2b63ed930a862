using System.Reflection;
using DemoExam.Credentials;
using DemoExam.Domain.Exams;
using MediatR;

namespace DemoExam.FunctionalTests.Architecture;

/// <summary>Who may know whom. The picture is in src/README.md.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Service = typeof(Program).Assembly;

    [Fact]
    public void The_domain_knows_only_the_framework() =>
        References(typeof(Exam).Assembly).Where(name => !IsFramework(name)).ShouldBeEmpty();

    [Fact]
    public void The_credentials_know_neither_database_nor_web_nor_domain() =>
        References(typeof(PassportContent).Assembly)
            .Where(name => !IsFramework(name) && name is not ("BouncyCastle.Cryptography" or "System.Security.Cryptography.Pkcs"))
            .ShouldBeEmpty();

    [Fact]
    public void Handlers_neither_send_nor_call_each_other()
    {
        var offenders =
            from handler in Handlers()
            from parameter in handler.GetConstructors().SelectMany(c => c.GetParameters())
            where parameter.ParameterType == typeof(IMediator) || IsHandler(parameter.ParameterType)
            select $"{handler.Name} takes {parameter.ParameterType.Name}";

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Doors_do_not_touch_the_database()
    {
        string[] doors = ["*.cshtml", "*.cshtml.cs", "*Endpoints.cs", "*Job.cs"];

        var files = doors.SelectMany(pattern => Sources.Files("src/DemoExam/Features", pattern)).Concat(Sources.Files("src/DemoExam/Jobs", "*.cs")).ToList();

        files.ShouldNotBeEmpty();
        files.Where(file => File.ReadAllText(file).Contains("DemoExamDb", StringComparison.Ordinal)).Select(Sources.Short).ShouldBeEmpty();
    }

    [Fact]
    public void Source_projects_reference_only_what_the_picture_shows()
    {
        ProjectsOf("src/DemoExam.Domain/DemoExam.Domain.csproj").ShouldBeEmpty();
        ProjectsOf("src/DemoExam.Credentials/DemoExam.Credentials.csproj").ShouldBeEmpty();
        ProjectsOf("src/DemoExam/DemoExam.csproj").ShouldBe(["DemoExam.Credentials", "DemoExam.Domain"]);
        ProjectsOf("tests/DemoExam.UnitTests/DemoExam.UnitTests.csproj").ShouldBe(["DemoExam.Credentials", "DemoExam.Domain"]);
    }

    internal static IEnumerable<Type> Handlers() => Service.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && IsHandler(t));

    internal static bool IsHandler(Type type) =>
        type.GetInterfaces().Append(type).Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    // "System.Security.Cryptography.Pkcs" is a package in spite of its name.
    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.Security.Cryptography.Pkcs");

    private static IEnumerable<string> ProjectsOf(string project) =>
        from reference in System.Xml.Linq.XDocument.Load(Path.Combine(Sources.Root, project)).Descendants("ProjectReference")
        let name = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
        orderby name
        select name;
}
