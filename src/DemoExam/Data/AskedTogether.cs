using System.Data.Common;

namespace DemoExam.Data;

/// <summary>
/// One question about one row that many ask at the same time, each with a key of theirs. Who comes while the database answers waits for it, and then all who wait are
/// answered by one statement; so the way to a database server and back is paid once for all of them. A key is always read after it was asked for: nothing is kept.
/// </summary>
/// <param name="sql">Finds the rows of many keys, which are the parameter <c>@asked</c>.</param>
/// <param name="read">The columns of a row, and its key.</param>
/// <param name="keys">The keys as the database understands many values.</param>
internal sealed class AskedTogether<T>(BareConnections connections, string sql, Func<DbDataReader, (string Key, T Row)> read, Func<IEnumerable<string>, object> keys)
    where T : class
{
    private readonly Together<Question> _together = new(questions => Answer(connections, sql, read, keys, questions));

    /// <summary>The row of a key; null when there is none. A fault of the database is told to all who asked together.</summary>
    public Task<T?> First(string key)
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _together.Add(new Question(key, answer));
        return answer.Task;
    }

    private static async Task Answer(BareConnections connections, string sql, Func<DbDataReader, (string Key, T Row)> read, Func<IEnumerable<string>, object> keys, IReadOnlyList<Question> questions)
    {
        try
        {
            var rows = new Dictionary<string, T>(questions.Count);
            await connections.Each(sql, keys(questions.Select(q => q.Key)), row =>
            {
                var (key, found) = read(row);
                rows[key] = found;
            });
            foreach (var (key, answer) in questions)
            {
                answer.SetResult(rows.GetValueOrDefault(key));
            }
        }
        catch (Exception failure)
        {
            foreach (var (_, answer) in questions)
            {
                answer.TrySetException(failure);
            }
        }
    }

    private readonly record struct Question(string Key, TaskCompletionSource<T?> Answer);
}
