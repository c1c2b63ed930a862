using System.Globalization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Domain.Venues;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace DemoExam.Pipeline;

/// <summary>
/// Writes who changed which entry of a register, from what the command is about to save: no handler can forget it, and what was not
/// saved has no history.
/// </summary>
internal sealed class RegisterHistory(DemoExamDb db, CurrentUser user, TimeProvider time)
{
    // Numbers of versions and forms for search follow from the rest; a permitted retake says itself who gave it when.
    private static readonly HashSet<string> Silent = ["Version", "NameNorm", "HandedOver", "_retakes"];

    public void Record()
    {
        var changes = db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(e => (Subject: SubjectOf(e), Entry: e)).Where(e => e.Subject is not null).GroupBy(e => e.Subject!.Value, e => e.Entry).ToList();
        foreach (var change in changes)
        {
            var added = change.Any(e => e.State == EntityState.Added && IsRoot(e));
            var fields = added ? [] : change.SelectMany(FieldsOf).ToList();
            if (added || fields.Count > 0)
            {
                db.RegisterChanges.Add(new RegisterChange(RegisterChangeId.New(), change.Key.Kind, change.Key.Id, added ? RegisterDeed.Added : RegisterDeed.Changed, fields,
                    user.Id, user.DisplayName ?? user.UserName ?? user.Id, time.GetUtcNow()));
            }
        }
    }

    private static (RegisterKind Kind, Guid Id)? SubjectOf(EntityEntry entry) => entry.Entity switch
    {
        Organisation organisation => (RegisterKind.Organisation, organisation.Id.Value),
        Venue venue => (RegisterKind.Venue, venue.Id.Value),
        Accreditation => entry.Property("VenueId").CurrentValue is VenueId id ? (RegisterKind.Venue, id.Value) : null,
        AccreditationFile file => (RegisterKind.Venue, file.VenueId.Value),
        Programme programme => (RegisterKind.Programme, programme.Id.Value),
        TrainingGroup or ProgrammeTarget or ProgrammePartner => entry.Property("ProgrammeId").CurrentValue is ProgrammeId id ? (RegisterKind.Programme, id.Value) : null,
        Expert expert => (RegisterKind.Expert, expert.Id.Value),
        ExpertCredential or DeclaredTie => entry.Property("ExpertId").CurrentValue is ExpertId id ? (RegisterKind.Expert, id.Value) : null,
        Candidate candidate => (RegisterKind.Candidate, candidate.Id.Value),
        Speciality speciality => (RegisterKind.Speciality, speciality.Id.Value),
        AssessmentPackage package => (RegisterKind.Package, package.Id.Value),
        _ => null,
    };

    private static bool IsRoot(EntityEntry entry) => entry.Entity is Organisation or Venue or Expert or Candidate or AssessmentPackage or Programme or Speciality;

    private static IEnumerable<FieldChange> FieldsOf(EntityEntry entry)
    {
        if (entry.Entity is Candidate { ErasedAt: { } erased } && entry.Property(nameof(Candidate.ErasedAt)).IsModified)
        {
            // The values are what must not be kept.
            return [new FieldChange(nameof(Candidate.ErasedAt), null, null, DateOnly.FromDateTime(erased.UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        }

        var (part, item) = entry.Entity switch
        {
            Accreditation a => (nameof(Accreditation), a.CertificateNumber),
            AccreditationFile f => ("File", f.Name),
            TrainingGroup g => ("Group", g.Name),
            ProgrammeTarget t => ("Target", Text(t.Year)),
            ProgrammePartner p => ("Partner", p.OrganisationId.ToString()),
            ExpertCredential c => ("Credential", c.Number),
            DeclaredTie t => ("Tie", t.StudyGroup ?? t.Note),
            _ => (null, null),
        };
        if (part is not null && entry.State != EntityState.Modified)
        {
            var what = entry.Entity switch
            {
                DeclaredTie tie => Text(tie.Kind),
                ProgrammeTarget target => target.EmployedPercent is { } percent ? $"{target.Participants}, {percent} %" : Text(target.Participants),
                _ => item,
            };
            return [entry.State == EntityState.Added ? new FieldChange(part, item, null, what) : new FieldChange(part, item, what, null)];
        }

        var fields = entry.Properties.Where(p => p.IsModified && !Silent.Contains(p.Metadata.Name) && !p.Metadata.IsShadowProperty() && !Equals(p.OriginalValue, p.CurrentValue))
            .Select(p => p.Metadata.Name == nameof(Venue.KindBits) ? new FieldChange(nameof(Venue.Kinds), item, Kinds(p.OriginalValue), Kinds(p.CurrentValue)) : new FieldChange(part is null ? p.Metadata.Name : $"{part}.{p.Metadata.Name}", item, Text(p.OriginalValue), Text(p.CurrentValue)));
        if (entry.Entity is Expert or Candidate)
        {
            var name = entry.ComplexProperty(nameof(Candidate.Name));
            var (before, after) = (Name(name, p => p.OriginalValue), Name(name, p => p.CurrentValue));
            fields = before == after ? fields : fields.Prepend(new FieldChange(nameof(Candidate.Name), null, before, after));
        }

        return fields;
    }

    private static string Kinds(object? bits) => string.Join(", ", VenueKinds.Of((int)bits!).Select(kind => $"Enums.{nameof(VenueKind)}.{kind}"));

    private static string Name(ComplexPropertyEntry name, Func<PropertyEntry, object?> value) => new PersonName(
        (string)value(name.Property(nameof(PersonName.Surname)))!, (string)value(name.Property(nameof(PersonName.GivenName)))!, (string?)value(name.Property(nameof(PersonName.Patronymic)))).Full;

    private static string? Text(object? value) => value switch
    {
        null => null,
        Enum member => $"Enums.{member.GetType().Name}.{member}",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "Shared.Yes" : "Shared.No",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
