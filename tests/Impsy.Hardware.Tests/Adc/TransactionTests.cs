using System.Globalization;
using Impsy.Hardware.Adc;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Adc;

public class TransactionTests
{
    public static TheoryData<string> Lines() =>
        [.. File.ReadLines(Repository.Vector("adc", "transactions.txt")).Where(line => line[0] != '#')];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_conversion_is_as_the_data_sheet_has_it(string line)
    {
        string[] parts = [.. line.Split('|').Select(part => part.Trim())];
        int channel = int.Parse(parts[1], CultureInfo.InvariantCulture);
        byte[] received = Bytes(parts[3]);
        Assert.Equal(Bytes(parts[2]), Request(parts[0], channel));
        Assert.Equal(parts[4], Decode(parts[0], received)?.ToString(CultureInfo.InvariantCulture) ?? "-");
    }

    private static byte[] Request(string chip, int channel)
    {
        byte[] message = new byte[3];
        switch (chip)
        {
            case "mcp3008": Mcp3008.WriteRequest(channel, message); return message;
            case "mcp3208": Mcp3208.WriteRequest(channel, message); return message;
            default:
                ushort word = AdsReading.ConfigurationOf(channel);
                return [(byte)(word >> 8), (byte)word];
        }
    }

    private static int? Decode(string chip, byte[] received) => chip switch
    {
        "mcp3008" => Mcp3008.TryReadAnswer(received, out int counts) ? counts : null,
        "mcp3208" => Mcp3208.TryReadAnswer(received, out int counts) ? counts : null,
        "ads1115" => Ads1115.CountsOf((short)(received[0] << 8 | received[1])),
        _ => Ads1015.CountsOf((short)(received[0] << 8 | received[1])),
    };

    private static byte[] Bytes(string text) =>
        [.. text.Split(' ').Select(part => byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
