using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DemoExam.Web;

/// <summary>
/// Reads a number typed with a comma or a point, in either language. The framework's binder would take "12,5" for 125 on an
/// English page: a score must never be read like that.
/// </summary>
public sealed class DecimalBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var typed = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (typed == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, typed);
        if (string.IsNullOrWhiteSpace(typed.FirstValue))
        {
            // Empty is not zero: the property stays null, or the missing value is reported by the framework.
            if (bindingContext.ModelMetadata.IsReferenceOrNullableType)
            {
                bindingContext.Result = ModelBindingResult.Success(null);
            }
            else
            {
                Refuse(bindingContext, bindingContext.ModelMetadata.ModelBindingMessageProvider.ValueMustNotBeNullAccessor(""));
            }
        }
        else if (TryRead(typed.FirstValue, out var value))
        {
            bindingContext.Result = ModelBindingResult.Success(value);
        }
        else
        {
            Refuse(bindingContext, bindingContext.ModelMetadata.ModelBindingMessageProvider.ValueMustBeANumberAccessor(""));
        }

        return Task.CompletedTask;
    }

    /// <summary>12,5 · 12.5 · −3 · 1 234,5. Two different separators in one number are refused: they can be read in two ways.</summary>
    public static bool TryRead(string typed, out decimal value)
    {
        var number = string.Concat(typed.Where(c => !char.IsWhiteSpace(c))).Replace(',', '.').Replace('\u2212', '-');
        return decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    private static void Refuse(ModelBindingContext context, string message) =>
        context.ModelState.TryAddModelError(context.ModelName, message);

    public sealed class Provider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.UnderlyingOrModelType == typeof(decimal) ? new DecimalBinder() : null;
    }
}
