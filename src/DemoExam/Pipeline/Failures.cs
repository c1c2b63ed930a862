namespace DemoExam.Pipeline;

/// <summary>There is no such thing, or it is not this user's to see.</summary>
public sealed class NotFound(string what, object? id = null) : Exception($"{what} {id} was not found.")
{
    /// <summary>Kind of thing, for example "exam".</summary>
    public string What { get; } = what;

    /// <summary>The row if it exists; otherwise the refusal.</summary>
    public static T Unless<T>(T? found, string what, object? id = null) where T : class => found ?? throw new NotFound(what, id);
}

/// <summary>This kind of user may not send this request.</summary>
public sealed class Forbidden(bool isAnonymous) : Exception("This user may not do this.")
{
    /// <summary>True when signing in may help.</summary>
    public bool IsAnonymous { get; } = isAnonymous;
}

/// <summary>Somebody else changed the same thing meanwhile; nothing of this request was saved.</summary>
public sealed class ChangedMeanwhile(Exception inner) : Exception("The data was changed by someone else meanwhile.", inner);
