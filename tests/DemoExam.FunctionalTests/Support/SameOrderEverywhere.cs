using System.Security.Cryptography;
using System.Text;
using DemoExam.FunctionalTests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(SameOrderEverywhere))]

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// Runs the tests of a class in an order that looks random, but is the same on every machine: xunit's own order changes with the
/// folder of the build. <c>DEMOEXAM_TEST_ORDER=N</c> gives another one.
/// </summary>
public sealed class SameOrderEverywhere : ITestCaseOrderer
{
    private static readonly string Order = Environment.GetEnvironmentVariable("DEMOEXAM_TEST_ORDER") ?? "";

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(test => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Order + test.TestCaseDisplayName))), StringComparer.Ordinal)];
}
