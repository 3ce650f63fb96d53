using System.Net.Sockets;

namespace Impsy.Daemon.Tests.WebSockets;

/// <summary>What all threads together allocate: with no other test beside it.</summary>
[Collection(nameof(WebSocketGarbageTests))]
[CollectionDefinition(nameof(WebSocketGarbageTests), DisableParallelization = true)]
public class WebSocketGarbageTests
{
    /// <summary>All that happens for a message, on whatever thread; what is left is tiering and timers.</summary>
    [Fact]
    public async Task Messages_in_and_out_allocate_next_to_nothing()
    {
        using TestChannel stage = new TestChannel().Start();
        using TcpClient page = await stage.ConnectDeafAsync();
        await PlayAsync(500); // buffers and pools come to their size
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await PlayAsync(5000);
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / 5000, 0, 40);

        async Task PlayAsync(int messages)
        {
            // "/channel/1/cc/42/1", masked with zeros; and as much comes back.
            byte[] frame = [0x81, 0x92, 0, 0, 0, 0, .. "/channel/1/cc/42/1"u8];
            byte[] answers = new byte[65536];
            long heard = stage.Channel.Messages;
            for (int i = 0; i < messages; i++)
            {
                page.Client.Send(frame);
                stage.Play(60, i % 128);
                while (page.Available > 0)
                    page.Client.Receive(answers);
                while (stage.Channel.Messages <= heard + i)
                    Thread.Yield();
                while (stage.Channel.Inputs.TryPeek())
                    stage.Channel.Inputs.Advance();
            }
        }
    }
}
