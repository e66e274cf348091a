using System.Text.RegularExpressions;
using Redthread.Domain.People;
using Redthread.Statistics;
using Redthread.Web.Shell;

namespace Redthread.Tests.Architecture;

public sealed partial class TypeRuleTests
{
    private static readonly Type[] Ours =
    [
        .. new[] { typeof(Person), typeof(Score), typeof(Store), typeof(Hosting) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Redthread", StringComparison.Ordinal) == true),
    ];

    [Fact]
    public void Requests_of_use_cases_are_public() => HiddenRequests(Ours).ShouldBeEmpty("Validation silently skips a request that is not public.");

    [Fact]
    public void A_hidden_request_is_found() => HiddenRequests([typeof(DoSomething.Request)]).ShouldNotBeEmpty();

    [Fact]
    public void Names_say_what_a_class_does() => EmptyNames(Ours).ShouldBeEmpty();

    [Fact]
    public void A_name_that_says_nothing_is_found() => EmptyNames([typeof(StageManager), typeof(DoSomething)]).ShouldBe([typeof(StageManager).FullName!]);

    private static IEnumerable<string> HiddenRequests(IEnumerable<Type> types) =>
        types.Where(type => type is { IsNested: true, IsNestedPublic: false } && type.Name.EndsWith("Request", StringComparison.Ordinal)).Select(type => type.FullName!);

    private static IEnumerable<string> EmptyNames(IEnumerable<Type> types) => types.Where(type => EmptyName().IsMatch(type.Name)).Select(type => type.FullName!);

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Service|Dto|DTO)$")]
    private static partial Regex EmptyName();

    private static class DoSomething
    {
        internal sealed record Request;
    }

    private static class StageManager;
}
