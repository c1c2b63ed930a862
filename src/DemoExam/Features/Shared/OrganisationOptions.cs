using DemoExam.Features.Organisations;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Shared;

/// <summary>The organisations of the user's region as choices of a select.</summary>
internal static class OrganisationOptions
{
    public static async Task<IReadOnlyList<SelectListItem>> Organisations(this IMediator mediator, Texts texts, CancellationToken ct)
    {
        var all = new List<OrganisationRow>();
        for (string? after = null; all.Count == 0 || after is not null;)
        {
            var slice = await mediator.Send(new ListOrganisations(After: after, Size: SliceSize.Most), ct);
            all.AddRange(slice.Items);
            after = slice.Next;
            if (slice.Items.Count == 0)
            {
                break;
            }
        }

        return [.. all.Select(o => new SelectListItem($"{texts.Name(o.ShortName, o.NameEn)} ({o.City})", o.Id.ToString()))];
    }
}
