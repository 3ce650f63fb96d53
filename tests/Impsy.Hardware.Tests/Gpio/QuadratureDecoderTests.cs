using Impsy.Hardware.Gpio;

namespace Impsy.Hardware.Tests.Gpio;

public class QuadratureDecoderTests
{
    // A leads B, one detent forward: 00 10 11 01 00.
    private static readonly (bool IsA, bool IsActive)[] s_forward =
        [(true, true), (false, true), (true, false), (false, false)];

    [Fact]
    public void A_turn_forward_counts_a_quarter_for_each_edge()
    {
        QuadratureDecoder decoder = new();
        Assert.Equal([1, 1, 1, 1], Push(ref decoder, s_forward));
    }

    [Fact]
    public void A_turn_backward_counts_the_other_way()
    {
        QuadratureDecoder decoder = new();
        (bool, bool)[] backward = [(false, true), (true, true), (false, false), (true, false)];
        Assert.Equal([-1, -1, -1, -1], Push(ref decoder, backward));
    }

    [Fact]
    public void A_bounce_is_a_quarter_forth_and_back()
    {
        QuadratureDecoder decoder = new();
        (bool, bool)[] bouncing =
            [(true, true), (true, false), (true, true), (true, false), (true, true), (false, true), (false, false)];
        Assert.Equal([1, -1, 1, -1, 1, 1, -1], Push(ref decoder, bouncing));
    }

    [Fact]
    public void An_edge_that_is_told_twice_counts_once()
    {
        QuadratureDecoder decoder = new();
        Assert.Equal([1, 0, 1], Push(ref decoder, [(true, true), (true, true), (false, true)]));
    }

    [Fact]
    public void It_begins_where_the_contacts_stand()
    {
        QuadratureDecoder decoder = new();
        decoder.Begin(a: true, b: true);
        Assert.Equal([1, 1], Push(ref decoder, [(true, false), (false, false)]));
    }

    [Fact]
    public void Of_ten_thousand_edges_none_is_lost_or_doubled_whatever_the_contacts_bounce()
    {
        Random chance = new(7);
        QuadratureDecoder decoder = new();
        uint[] sequence = [0, 0];
        bool[] level = [false, false];
        int truth = 0;
        int counted = 0;
        int edges = 0;
        void Change(int contact)
        {
            level[contact] = !level[contact];
            counted += decoder.Push(contact == 0, level[contact], ++sequence[contact]);
            edges++;
        }
        while (edges < 10_000)
        {
            bool forward = chance.Next(3) > 0;
            int contact = (level[0] == level[1]) == forward ? 0 : 1;
            truth += forward ? 1 : -1;
            for (int bounces = chance.Next(3); bounces > 0; bounces--)
            {
                Change(contact);
                Change(contact);
            }
            Change(contact);
        }
        Assert.Equal((truth, 0L), (counted, decoder.Lost));
    }

    [Fact]
    public void Edges_that_the_kernel_had_no_room_for_are_counted_by_contact()
    {
        QuadratureDecoder decoder = new();
        decoder.Push(true, true, 100); // where it begins is no loss
        decoder.Push(false, true, 7);
        decoder.Push(true, false, 103);
        decoder.Push(false, false, 8);
        Assert.Equal(2, decoder.Lost);
    }

    private static int[] Push(ref QuadratureDecoder decoder, (bool IsA, bool IsActive)[] edges)
    {
        uint[] sequence = [0, 0];
        List<int> quarters = [];
        foreach ((bool isA, bool isActive) in edges)
            quarters.Add(decoder.Push(isA, isActive, ++sequence[isA ? 0 : 1]));
        return [.. quarters];
    }
}
