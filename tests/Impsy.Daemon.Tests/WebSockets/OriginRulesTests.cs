using Impsy.Daemon.Config;
using Impsy.Daemon.WebSockets;

namespace Impsy.Daemon.Tests.WebSockets;

public class OriginRulesTests
{
    [Theory]
    // Programs that are no browser, and pages that were opened as files.
    [InlineData(null, "impsy.local", true)]
    [InlineData("", "impsy.local", true)]
    [InlineData("null", "impsy.local", true)]
    [InlineData("file://", "impsy.local", true)]
    // Pages of this machine.
    [InlineData("http://localhost", "192.168.0.9", true)]
    [InlineData("http://localhost:8080", "192.168.0.9", true)]
    [InlineData("http://page.localhost:8080", "192.168.0.9", true)]
    [InlineData("https://127.0.0.1:8443", "192.168.0.9", true)]
    [InlineData("http://127.1.2.3", "192.168.0.9", true)]
    [InlineData("http://[::1]:3000", "192.168.0.9", true)]
    // Pages of the instrument itself, whatever their port.
    [InlineData("http://impsy.local:4000", "impsy.local", true)]
    [InlineData("http://IMPSY.local", "impsy.LOCAL", true)]
    [InlineData("http://10.12.194.1", "10.12.194.1", true)]
    [InlineData("http://[fe80::1]:80", "[fe80::1]", true)]
    // Pages of elsewhere.
    [InlineData("http://example.org", "impsy.local", false)]
    [InlineData("https://impsy.local.example.org", "impsy.local", false)]
    [InlineData("http://notimpsy.local", "impsy.local", false)]
    [InlineData("http://localhost.example.org", "localhost", false)]
    [InlineData("http://128.0.0.1", "impsy.local", false)]
    // What no browser says.
    [InlineData("localhost", "impsy.local", false)]
    [InlineData("impsy.local", "impsy.local", false)]
    [InlineData("http://", "", false)]
    [InlineData("http://example.org@localhost", "impsy.local", false)]
    [InlineData("http://localhost,http://example.org", "impsy.local", false)]
    [InlineData("http://localhost/page", "impsy.local", false)]
    [InlineData("javascript:alert(1)", "impsy.local", false)]
    [InlineData("NULL", "impsy.local", false)]
    [InlineData("*", "impsy.local", false)]
    public void A_page_may_connect_from_this_machine_from_the_instrument_and_from_a_file(
        string? origin, string host, bool allowed) =>
        Assert.Equal(allowed, new OriginRules([]).Allows(origin, host));

    [Theory]
    [InlineData("https://example.org", true)]
    [InlineData("https://EXAMPLE.org", true)]
    [InlineData("https://example.org:443", true)]
    [InlineData("http://example.org", false)]
    [InlineData("https://example.org:8443", false)]
    [InlineData("https://www.example.org", false)]
    [InlineData("https://player:8080", true)]
    public void The_owner_names_others(string origin, bool allowed)
    {
        WebSocketConfig config = TestChannel.Config("allow_origin = ['https://Example.org/', 'https://player:8080']");
        Assert.Equal(["https://example.org", "https://player:8080"], config.AllowOrigin);
        Assert.Equal(allowed, new OriginRules(config.AllowOrigin).Allows(origin, "impsy.local"));
    }

    [Fact]
    public void A_star_lets_everyone_in()
    {
        OriginRules rules = new(TestChannel.Config("allow_origin = '*'").AllowOrigin);
        Assert.True(rules.Allows("https://example.org", "impsy.local"));
        Assert.True(rules.Allows("what is this", "impsy.local"));
    }

    [Theory]
    [InlineData("allow_origin = ['example.org']", "found the text 'example.org'")]
    [InlineData("allow_origin = ['https://example.org/page']", "found the text 'https://example.org/page'")]
    [InlineData("allow_origin = [80]", "found '80'")]
    [InlineData("allow_origin = true", "found 'true'")]
    public void What_is_no_origin_is_told_with_its_line(string line, string found)
    {
        const string Expected = "where a page is from, such as \"https://example.org\", or \"*\", ";
        string kind = line.Contains('[', StringComparison.Ordinal) ? "expected " : "expected a list of ";
        Assert.Equal(
            [$"x(3): websocket.allow_origin: {kind}{Expected}{found}"], TestChannel.Problems(line));
    }
}
