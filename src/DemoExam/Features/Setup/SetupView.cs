namespace DemoExam.Features.Setup;

/// <summary>The state with the step that a page shows.</summary>
public sealed record SetupView(SetupState State, SetupStep Step);
