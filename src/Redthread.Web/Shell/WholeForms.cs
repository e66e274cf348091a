using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Redthread.Web.Shell;

/// <summary>
/// Browsers leave out what is empty or unchecked, and form binding refuses a record of which a field is missing. Before
/// binding, what a form left out is put in as empty: null, false or 0. What it sent as empty text for a number, day or id is left out,
/// which the properties of a record read as null.
/// </summary>
public static class WholeForms
{
    public static async Task FillAsync(HttpContext context, RequestDelegate next)
    {
        // A form that failed the antiforgery check may not even be looked at; its endpoint refuses it.
        var trusted = context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false };
        if (trusted && HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && ChoicesOf(context.GetEndpoint()) is { Count: > 0 } choices)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (form.Any(field => StringValues.IsNullOrEmpty(field.Value) && choices.Contains(field.Key)))
                context.Request.Form = new FormCollection(
                    form.Where(field => !StringValues.IsNullOrEmpty(field.Value) || !choices.Contains(field.Key)).ToDictionary(field => field.Key, field => field.Value),
                    form.Files
                );
        }

        if (trusted && HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && FieldsOf(context.GetEndpoint()) is { Count: > 0 } fields)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var missing = fields.Where(field => !form.Keys.Any(key => IsOf(key, field.Name!))).ToList();
            if (missing.Count > 0)
            {
                var whole = form.ToDictionary(field => field.Key, field => field.Value);
                foreach (var field in missing)
                    whole[field.Name!] = EmptyOf(field.ParameterType);
                context.Request.Form = new FormCollection(whole, form.Files);
            }
        }

        await next(context);
    }

    private static HashSet<string> ChoicesOf(Endpoint? endpoint) =>
        endpoint
            ?.Metadata.GetMetadata<MethodInfo>()
            ?.GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<FromFormAttribute>() is not null && parameter.ParameterType.GetConstructor(Type.EmptyTypes) is not null)
            .SelectMany(parameter => parameter.ParameterType.GetProperties())
            .Where(property => Nullable.GetUnderlyingType(property.PropertyType) is not null)
            .Select(property => property.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase)
        ?? [];

    private static List<ParameterInfo> FieldsOf(Endpoint? endpoint) =>
        endpoint
            ?.Metadata.GetMetadata<MethodInfo>()
            ?.GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<FromFormAttribute>() is not null)
            .SelectMany(parameter => parameter.ParameterType.GetConstructors().FirstOrDefault()?.GetParameters() ?? [])
            .Where(field => IsSimple(field.ParameterType))
            .ToList()
        ?? [];

    // Lists and nested objects may be missing whole.
    private static bool IsSimple(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var simple
        && (
            simple.IsPrimitive
            || simple.IsEnum
            || simple == typeof(string)
            || simple == typeof(Guid)
            || simple == typeof(DateOnly)
            || simple == typeof(DateTime)
            || simple == typeof(decimal)
        );

    private static bool IsOf(string key, string field) => key.Equals(field, StringComparison.OrdinalIgnoreCase) || key.StartsWith($"{field}[", StringComparison.OrdinalIgnoreCase);

    private static StringValues EmptyOf(Type type) =>
        type == typeof(bool) ? "false"
        : type.IsPrimitive ? "0"
        : type.IsEnum ? Enum.GetNames(type)[0]
        : type == typeof(Guid) ? Guid.Empty.ToString()
        : "";
}
