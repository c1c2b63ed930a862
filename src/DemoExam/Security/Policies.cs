using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Security;

/// <summary>Roles of people; what each may do is said by <see cref="Policies"/>.</summary>
public static class Roles
{
    public const string Administrator = "Administrator";
    public const string RegionalOperator = "RegionalOperator";
    public const string Organiser = "Organiser";
    public const string ChiefExpert = "ChiefExpert";
    public const string ScoringExpert = "ScoringExpert";
    public const string TechnicalExpert = "TechnicalExpert";
    public const string Candidate = "Candidate";
    public const string Employer = "Employer";

    /// <summary>All roles, in the order of the home page.</summary>
    public static readonly IReadOnlyList<string> All = [Administrator, RegionalOperator, Organiser, ChiefExpert, ScoringExpert, TechnicalExpert, Candidate, Employer];
}

/// <summary>
/// Who may send which kind of request. A policy answers only "may this kind of user try?"; whether this expert may
/// score this candidate is a rule of the domain.
/// </summary>
public static class Policies
{
    /// <summary>Anybody who has signed in.</summary>
    public const string SignedIn = "SignedIn";

    /// <summary>Users, keys, jobs, settings.</summary>
    public const string Administer = "Administer";

    /// <summary>Venues, accreditations, packages, experts, confirmation of exams.</summary>
    public const string OperateRegion = "OperateRegion";

    /// <summary>Plan exams, enter candidates.</summary>
    public const string Organise = "Organise";

    /// <summary>Register grade scales; whose, is the handler's question.</summary>
    public const string SetGradeScales = "SetGradeScales";

    /// <summary>Confirm exams of the region.</summary>
    public const string ConfirmExams = "ConfirmExams";

    /// <summary>See registers and exams without changing them.</summary>
    public const string ReadRegisters = "ReadRegisters";

    /// <summary>See the register of experts; an expert without other roles sees only their own entry.</summary>
    public const string SeeExperts = "SeeExperts";

    /// <summary>Declare ties of experts to candidates; an expert declares only their own.</summary>
    public const string DeclareTies = "DeclareTies";

    /// <summary>See the register of candidates, personal data included.</summary>
    public const string ReadCandidates = "ReadCandidates";

    /// <summary>Head an exam; the rule that it is their own exam is the domain's.</summary>
    public const string HeadExam = "HeadExam";

    /// <summary>Conduct an exam on its days: chief and technical expert; which exam, is the domain's question.</summary>
    public const string ConductExam = "ConductExam";

    /// <summary>Suspend exams and let them go on: the chief expert, the organiser, the regional operator.</summary>
    public const string SuspendExams = "SuspendExams";

    /// <summary>Enter marks; which ones is the domain's question.</summary>
    public const string Score = "Score";

    /// <summary>Print paper sheets and type in what stands on them.</summary>
    public const string HandlePaper = "HandlePaper";

    /// <summary>See how judges agree: of the own exam for a chief expert, of the region for its operator.</summary>
    public const string SeeQuality = "SeeQuality";

    /// <summary>Ask to open locked scores; a second person decides.</summary>
    public const string RequestUnlock = "RequestUnlock";

    /// <summary>See the exam from inside: experts of any role.</summary>
    public const string TakePartAsExpert = "TakePartAsExpert";

    /// <summary>See exams: those of the region, or the ones that an expert takes part in.</summary>
    public const string SeeExams = "SeeExams";

    /// <summary>See own results and passports.</summary>
    public const string BeCandidate = "BeCandidate";

    /// <summary>Post needs, and see passports that candidates shared with the own organisation.</summary>
    public const string BeEmployer = "BeEmployer";

    /// <summary>See what employers of the region look for.</summary>
    public const string SeeNeeds = "SeeNeeds";

    /// <summary>Accounts of people, within the region.</summary>
    public const string ManageAccounts = "ManageAccounts";

    /// <summary>Withdraw or replace passports, retry failed orders.</summary>
    public const string ManagePassports = "ManagePassports";

    /// <summary>Only the service itself: jobs and the command line.</summary>
    public const string System = "System";

    internal static void AddAll(AuthorizationOptions options)
    {
        options.AddPolicy(SignedIn, p => p.RequireAuthenticatedUser());
        Allow(Administer, Roles.Administrator);
        Allow(OperateRegion, Roles.RegionalOperator, Roles.Administrator);
        Allow(Organise, Roles.Organiser, Roles.RegionalOperator);
        Allow(SetGradeScales, Roles.Organiser, Roles.RegionalOperator, Roles.Administrator);
        Allow(ConfirmExams, Roles.RegionalOperator);
        Allow(ReadRegisters, Roles.Organiser, Roles.RegionalOperator, Roles.Administrator, Roles.ChiefExpert);
        Allow(SeeExperts, Roles.Organiser, Roles.RegionalOperator, Roles.Administrator, Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert);
        Allow(DeclareTies, Roles.Organiser, Roles.RegionalOperator, Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert);
        Allow(ReadCandidates, Roles.Organiser, Roles.RegionalOperator, Roles.Administrator);
        Allow(HeadExam, Roles.ChiefExpert);
        Allow(ConductExam, Roles.ChiefExpert, Roles.TechnicalExpert);
        Allow(SuspendExams, Roles.ChiefExpert, Roles.Organiser, Roles.RegionalOperator);
        Allow(Score, Roles.ScoringExpert);
        Allow(HandlePaper, Roles.ChiefExpert, Roles.TechnicalExpert, Roles.Organiser, Roles.RegionalOperator);
        Allow(SeeQuality, Roles.ChiefExpert, Roles.RegionalOperator, Roles.Administrator);
        Allow(RequestUnlock, Roles.ChiefExpert, Roles.Organiser);
        Allow(TakePartAsExpert, Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert);
        Allow(SeeExams, Roles.Organiser, Roles.RegionalOperator, Roles.Administrator, Roles.ChiefExpert, Roles.ScoringExpert, Roles.TechnicalExpert);
        Allow(BeCandidate, Roles.Candidate);
        Allow(BeEmployer, Roles.Employer);
        Allow(SeeNeeds, Roles.Candidate, Roles.Employer, Roles.Organiser, Roles.RegionalOperator, Roles.Administrator);
        Allow(ManageAccounts, Roles.Administrator, Roles.RegionalOperator);
        Allow(ManagePassports, Roles.RegionalOperator, Roles.Administrator);
        options.AddPolicy(System, p => p.RequireAssertion(_ => false));

        void Allow(string policy, params string[] roles) => options.AddPolicy(policy, p => p.RequireRole(roles));
    }
}

/// <summary>The same questions for what a page shows.</summary>
internal static class ReadingRights
{
    public static bool MayReadRegisters(this CurrentUser user) =>
        user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator) || user.Is(Roles.ChiefExpert);

    public static bool MayReadCandidates(this CurrentUser user) => user.IsSystem || user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);
}
