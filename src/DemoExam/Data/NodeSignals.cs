namespace DemoExam.Data;

/// <summary>
/// Short calls between nodes: “something changed about this”. They may be lost, so whoever listens looks by itself now and then. This one
/// is for a node without others.
/// </summary>
public class NodeSignals
{
    /// <summary>Something changed at another node; null when calls may have been missed.</summary>
    public event Action<Guid?>? Heard;

    /// <summary>False when other nodes may change something without a call.</summary>
    public virtual bool ReachOthers => true;

    /// <summary>Calls the others, soon, without waiting for them.</summary>
    public virtual void Tell(Guid subject)
    {
    }

    /// <summary>Passes on what came from another node.</summary>
    protected void Hear(Guid? subject) => Heard?.Invoke(subject);
}

/// <summary>Nodes over a database that carries no calls.</summary>
public sealed class SilentSignals : NodeSignals
{
    public override bool ReachOthers => false;
}
