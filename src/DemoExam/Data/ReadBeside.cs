namespace DemoExam.Data;

/// <summary>
/// Asks the database a second question while a handler asks its own: in another context and for reading only. For pages of many sums, which would
/// otherwise be counted one after another while a processor is idle.
/// </summary>
internal sealed class ReadBeside(IServiceScopeFactory scopes)
{
    /// <summary>Begins to answer at once; on SQLite, which blocks its thread, on another one.</summary>
    public Task<T> Ask<T>(Func<DemoExamDb, Task<T>> question, CancellationToken ct) => Task.Run(async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<DemoExamDb>());
    }, ct);
}
