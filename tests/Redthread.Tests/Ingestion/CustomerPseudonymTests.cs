using System.Security.Cryptography;
using System.Text;
using Redthread.Web.Ingestion;
using Shouldly;
using Xunit;

namespace Redthread.Tests.Ingestion;

public class CustomerPseudonymTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef");

    [Fact]
    public void It_is_the_start_of_a_keyed_hash() => new CustomerPseudonym(Key).Of("anna").ShouldBe(HMACSHA256.HashData(Key, "anna"u8)[..16]);

    [Theory]
    [InlineData(" anna ", "anna")]
    [InlineData("Anna@Example.org", " anna@example.org")]
    public void Space_and_the_case_of_an_address_do_not_make_another_customer(string one, string other) =>
        new CustomerPseudonym(Key).Of(one).ShouldBe(new CustomerPseudonym(Key).Of(other));

    [Fact]
    public void Ids_that_differ_by_case_alone_are_two_customers() => new CustomerPseudonym(Key).Of("0015w00002AbcDE").ShouldNotBe(new CustomerPseudonym(Key).Of("0015w00002AbcDe"));

    [Fact]
    public void Another_secret_makes_another_pseudonym() =>
        new CustomerPseudonym(Encoding.UTF8.GetBytes("0123456789abcdeF")).Of("anna").ShouldNotBe(new CustomerPseudonym(Key).Of("anna"));

    [Fact]
    public void A_short_secret_is_refused() => Should.Throw<ArgumentException>(() => new CustomerPseudonym(new byte[8]));
}
