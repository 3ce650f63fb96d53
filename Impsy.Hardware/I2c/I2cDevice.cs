using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Microsoft.Win32.SafeHandles;

namespace Impsy.Hardware.I2c;

/// <summary>
/// A chip on an I2C bus, through the kernel's i2c-dev, spoken to in SMBus words. A chip that does not answer is a
/// value, not an exception. One thread; allocates nothing after construction, but for what it says of a failure.
/// </summary>
public sealed unsafe class I2cDevice : IDisposable
{
    // Of a bus that hangs, in units of 10 ms. The kernel's own second would be as long as the player's patience.
    private const int TimeoutUnits = 5;

    private readonly SafeFileHandle _fd;
    private readonly int _address;
    private int _error;

    /// <param name="path">Of the bus, such as /dev/i2c-1.</param>
    /// <param name="address">7 bits: 0x03..0x77.</param>
    /// <exception cref="IOException">Path, operation, reason, and what most likely helps.</exception>
    public I2cDevice(string path, int address)
    {
        Path = path;
        _address = address;
        int fd = Libc.Open(path, Libc.ReadWrite | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw Failure("open");
        _fd = new SafeFileHandle(fd, ownsHandle: true);
        ulong functions = 0;
        try
        {
            Check(Libc.Ioctl(_fd, Libc.I2cSlave, (void*)address), "I2C_SLAVE");
            Check(Libc.Ioctl(_fd, Libc.I2cFunctions, &functions), "I2C_FUNCS");
            // A wish: an adapter that cannot has its own time.
            _ = Libc.Ioctl(_fd, Libc.I2cTimeout, (void*)TimeoutUnits);
            if ((functions & (Libc.I2cReadWordData | Libc.I2cWriteWordData))
                != (Libc.I2cReadWordData | Libc.I2cWriteWordData))
                throw new IOException($"{path}: this adapter knows no SMBus words; take another bus");
        }
        catch // a half-configured device must not outlive its constructor
        {
            _fd.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Why the last call failed, for people.</summary>
    public string Problem => _error switch
    {
        Libc.Eremoteio or Libc.Enxio or Libc.Eio =>
            $"{Path}: nobody answers at 0x{_address:X2}; is it wired, and is this its address?",
        Libc.Etimedout => $"{Path}: the bus hangs; is a wire loose, or SDA or SCL held low?",
        _ => $"{Path} 0x{_address:X2}: {Marshal.GetPInvokeErrorMessage(_error)}",
    };

    /// <summary>Writes a register of 16 bits, high byte first, as chips that are no SMBus devices have them.</summary>
    public bool TryWriteWord(byte register, ushort value)
    {
        Libc.SmbusData data = new() { Word = BinaryPrimitives.ReverseEndianness(value) };
        return TryTransfer(Libc.I2cSmbusWrite, register, &data);
    }

    /// <summary>Reads a register of 16 bits, high byte first.</summary>
    public bool TryReadWord(byte register, out ushort value)
    {
        Libc.SmbusData data = default;
        bool answered = TryTransfer(Libc.I2cSmbusRead, register, &data);
        value = BinaryPrimitives.ReverseEndianness(data.Word);
        return answered;
    }

    public void Dispose() => _fd.Dispose();

    private bool TryTransfer(byte direction, byte register, Libc.SmbusData* data)
    {
        Libc.SmbusTransfer transfer = new()
        {
            Direction = direction,
            Command = register,
            Size = Libc.I2cSmbusWordData,
            Data = data,
        };
        if (Libc.Ioctl(_fd, Libc.I2cSmbus, &transfer) >= 0)
            return true;
        _error = Marshal.GetLastPInvokeError();
        return false;
    }

    private void Check(int result, string operation)
    {
        if (result < 0)
            throw Failure(operation);
    }

    private IOException Failure(string operation)
    {
        int error = Marshal.GetLastPInvokeError();
        string? advice = error switch
        {
            Libc.Enoent => "no such bus; is it on in the board's configuration (dtparam=i2c_arm=on), and i2c-dev loaded?",
            Libc.Eacces => "add the user to the group that may: sudo usermod -aG i2c USER",
            Libc.Ebusy => $"a driver of the kernel has 0x{_address:X2}: take chip = \"iio\", or remove its dtoverlay",
            Libc.Enotty => "this is no I2C bus",
            _ => null,
        };
        string reason = $"{Path}: {operation}: {Marshal.GetPInvokeErrorMessage(error)}";
        return new IOException(advice is null ? reason : $"{reason}; {advice}");
    }
}
