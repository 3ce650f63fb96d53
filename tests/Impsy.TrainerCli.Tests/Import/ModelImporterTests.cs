using Impsy.TestSupport;
using Impsy.TrainerCli.Import;

namespace Impsy.TrainerCli.Tests.Import;

public class ModelImporterTests
{
    [Fact]
    public void Every_form_of_a_model_holds_the_same_network()
    {
        foreach ((string[] parts, byte[] file) in ImportVectors.Read("read.txt"))
        {
            ImportedModel model = ModelImporter.Read(file, parts[0]);
            Assert.Equal((parts[0], parts[1]), (parts[0], model.Gates.ToString()));
            Assert.Equal(ImportVectors.Arrays(ImportVectors.Network), ImportVectors.Arrays(model.Weights));
        }
    }

    [Fact]
    public void What_cannot_be_read_is_refused_with_its_reason()
    {
        foreach ((string[] parts, byte[] file) in ImportVectors.Read("refused.txt"))
        {
            string message = Assert.Throws<InvalidDataException>(() => ModelImporter.Read(file, "a.h5")).Message;
            Assert.StartsWith("a.h5: ", message);
            Assert.Contains(parts[0], message);
            Assert.DoesNotContain('\n', message);
        }
    }

    /// <summary>All truncations of the small files, and mutations of one to four bytes.</summary>
    [Fact]
    public void No_damage_makes_the_reader_crash()
    {
        int refused = 0;
        foreach ((string[] parts, byte[] file) in
            ImportVectors.Read("read.txt").Where(form => form.Parts[0] != "crowded .h5"))
        {
            Random random = new(8);
            for (int i = 0; i < 500; i++)
            {
                byte[] broken = i % 5 == 0 ? file[..random.Next(file.Length)] : [.. file];
                for (int k = 0; i % 5 != 0 && k < i % 5; k++)
                    broken[random.Next(broken.Length)] = i % 2 == 0 ? (byte)random.Next(256) : (byte)0xff;
                refused += Refuses(broken, parts[0]) ? 1 : 0;
            }
        }
        Assert.InRange(refused, 1000, 3500); // of 4,000: much of a small file is names and padding
    }

    [SharedFact("upstream-models")]
    public void No_damage_to_a_published_model_makes_the_reader_crash()
    {
        foreach (string path in Directory.GetFiles(SharedData.Find("upstream-models"), "music*"))
        {
            byte[] file = File.ReadAllBytes(path);
            Random random = new(9);
            for (int i = 0; i < 100; i++)
            {
                byte[] broken = i % 4 == 0 ? file[..random.Next(file.Length)] : [.. file];
                for (int k = 0; i % 4 != 0 && k < 300; k++) // many: most fall on weights
                    broken[random.Next(broken.Length)] = (byte)random.Next(256);
                _ = Refuses(broken, path);
            }
        }
    }

    private static bool Refuses(byte[] file, string name)
    {
        try
        {
            _ = ModelImporter.Read(file, name);
            return false;
        }
        catch (InvalidDataException refusal)
        {
            Assert.StartsWith(name + ": ", refusal.Message);
            return true;
        }
    }
}
