using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Redthread.Web.Shell;

/// <summary>A form that was sent without a single field is bound to nothing at all; use cases shall see an empty one and say what is missing.</summary>
internal static class EmptyForms
{
    public static EndpointFilterDelegate Fill(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var forms = context
            .MethodInfo.GetParameters()
            .Select((parameter, index) => (index, Type: parameter.ParameterType, IsForm: parameter.GetCustomAttribute<FromFormAttribute>() is not null))
            .Where(one => one.IsForm && one.Type.IsClass && one.Type != typeof(string))
            .ToList();
        if (forms.Count == 0)
            return next;
        return invocation =>
        {
            foreach (var (index, type, _) in forms)
                invocation.Arguments[index] ??= Empty(type);
            return next(invocation);
        };
    }

    private static object Empty(Type type)
    {
        var constructor = type.GetConstructors().MinBy(one => one.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(one => one.ParameterType.IsValueType ? Activator.CreateInstance(one.ParameterType) : null)]);
    }
}
