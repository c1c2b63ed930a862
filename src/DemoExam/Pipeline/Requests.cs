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

/// <summary>Identity of what a command has made, as the API tells it.</summary>
public sealed record Created<TId>(TId Id);
