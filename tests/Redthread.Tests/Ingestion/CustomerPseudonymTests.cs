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
    [InlineData(" Anna ")]
    [InlineData("ANNA")]
    public void Case_and_space_do_not_make_another_customer(string key) => new CustomerPseudonym(Key).Of(key).ShouldBe(new CustomerPseudonym(Key).Of("anna"));

    [Fact]
    public void Another_secret_makes_another_pseudonym() =>
        new CustomerPseudonym(Encoding.UTF8.GetBytes("0123456789abcdeF")).Of("anna").ShouldNotBe(new CustomerPseudonym(Key).Of("anna"));

    [Fact]
    public void A_short_secret_is_refused() => Should.Throw<ArgumentException>(() => new CustomerPseudonym(new byte[8]));
}
