using Impsy.TrainerCli.Import.Hdf5;
using Impsy.TrainerCli.Import.Keras;
using Impsy.TrainerCli.Import.Tflite;

namespace Impsy.TrainerCli.Import;

/// <summary>Reads a model of Python IMPSY in any of its three forms, known by its content.</summary>
internal static class ModelImporter
{
    /// <exception cref="InvalidDataException">
    /// No such file, or one that is damaged, or of another network; begins with the path.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ImportedModel Read(string path) => Read(File.ReadAllBytes(path), path);

    /// <param name="name">For messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static ImportedModel Read(byte[] file, string name)
    {
        try
        {
            BoundedBytes bytes = new(file);
            ImportedModel model =
                Hdf5File.IsHdf5(bytes) ? KerasWeights.Read(Hdf5File.Open(file)) :
                bytes.HasAt(0, "PK"u8) ? KerasArchive.Read(file) :
                bytes.HasAt(4, "TFL3"u8) ? TfliteNetwork.Read(file) :
                throw new InvalidDataException("is none of .h5, .keras and .tflite");
            return model.Weights.AreFinite()
                ? model
                : throw new InvalidDataException("has weights that are no finite numbers");
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{name}: {failure.Message}", failure);
        }
    }
}
