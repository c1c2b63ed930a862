using MediatR;

namespace DemoExam.Pipeline;

/// <summary>A request that changes something. It runs in one transaction, saved by the pipeline.</summary>
public interface ICommand<out TAnswer> : IRequest<TAnswer>;

/// <summary>A request that changes nothing and may be repeated at will.</summary>
public interface IQuery<out TAnswer> : IRequest<TAnswer>;

/// <summary>
/// Marks a command whose handler commits by itself, because its work doesn't fit one tracked save (claiming orders,
/// bulk writes). The pipeline then opens no transaction of its own.
/// </summary>
public interface ICommitsItself;

/// <summary>Marks a command whose handler runs statements of its own before the save: the pipeline puts both into one transaction.</summary>
public interface IRunsStatements;

/// <summary>
/// Marks a command that reads before its turn to write comes, for those that come many at a time. All that it changes has a concurrency token or a key of its own,
/// so that what was read too early is found out when it is saved, and the handler runs again.
/// </summary>
public interface IReadsAhead;

/// <summary>Identity of what a command has made, as the API tells it.</summary>
public sealed record Created<TId>(TId Id);
