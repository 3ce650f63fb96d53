using System.Runtime.InteropServices;
using Impsy.Hardware.Linux;
using Impsy.Hardware.Tests.Linux;
using Impsy.TestSupport;

namespace Impsy.Hardware.Tests.Gpio;

public sealed unsafe class PinLayoutTests
{
    private static readonly string s_source = Path.Combine(
        Repository.Root, "tests", "Impsy.Hardware.Tests", "Gpio", "pins.c");

    [Fact]
    public void Structures_and_numbers_are_those_of_the_stored_headers() =>
        Assert.Equal(CProgram.Stored(s_source), Ours());

    [CompilerFact]
    public void Structures_and_numbers_are_those_of_this_machines_headers() =>
        Assert.Equal(CProgram.Run(s_source), Ours());

    private static string[] Ours() => [.. Gpio(), .. Buses(), .. Numbers()];

    private static string[] Gpio() =>
    [
        $"sizeof(struct gpiochip_info) {sizeof(Libc.GpioChipInformation)}",
        $"struct gpiochip_info.name {Offset<Libc.GpioChipInformation>("Name")}",
        $"struct gpiochip_info.label {Offset<Libc.GpioChipInformation>("Label")}",
        $"struct gpiochip_info.lines {Offset<Libc.GpioChipInformation>("Lines")}",
        $"sizeof(struct gpio_v2_line_info) {sizeof(Libc.GpioLineInformation)}",
        $"struct gpio_v2_line_info.name {Offset<Libc.GpioLineInformation>("Name")}",
        $"struct gpio_v2_line_info.consumer {Offset<Libc.GpioLineInformation>("Consumer")}",
        $"struct gpio_v2_line_info.offset {Offset<Libc.GpioLineInformation>("Offset")}",
        $"struct gpio_v2_line_info.num_attrs {Offset<Libc.GpioLineInformation>("AttributeCount")}",
        $"struct gpio_v2_line_info.flags {Offset<Libc.GpioLineInformation>("Flags")}",
        $"struct gpio_v2_line_info.attrs {Offset<Libc.GpioLineInformation>("Attributes")}",
        $"struct gpio_v2_line_info.padding {Offset<Libc.GpioLineInformation>("Padding")}",
        $"sizeof(struct gpio_v2_line_config_attribute) {sizeof(Libc.GpioConfigAttribute)}",
        $"struct gpio_v2_line_config_attribute.attr.id {Offset<Libc.GpioConfigAttribute>("Id")}",
        $"struct gpio_v2_line_config_attribute.attr.padding {Offset<Libc.GpioConfigAttribute>("Padding")}",
        $"struct gpio_v2_line_config_attribute.attr.values {Offset<Libc.GpioConfigAttribute>("Value")}",
        $"struct gpio_v2_line_config_attribute.attr.debounce_period_us {Offset<Libc.GpioConfigAttribute>("Value")}",
        $"struct gpio_v2_line_config_attribute.mask {Offset<Libc.GpioConfigAttribute>("Mask")}",
        $"sizeof(struct gpio_v2_line_config) {sizeof(Libc.GpioLineConfig)}",
        $"struct gpio_v2_line_config.flags {Offset<Libc.GpioLineConfig>("Flags")}",
        $"struct gpio_v2_line_config.num_attrs {Offset<Libc.GpioLineConfig>("AttributeCount")}",
        $"struct gpio_v2_line_config.padding {Offset<Libc.GpioLineConfig>("Padding")}",
        $"struct gpio_v2_line_config.attrs {Offset<Libc.GpioLineConfig>("Attributes")}",
        $"sizeof(struct gpio_v2_line_request) {sizeof(Libc.GpioLineRequest)}",
        $"struct gpio_v2_line_request.offsets {Offset<Libc.GpioLineRequest>("Offsets")}",
        $"struct gpio_v2_line_request.consumer {Offset<Libc.GpioLineRequest>("Consumer")}",
        $"struct gpio_v2_line_request.config {Offset<Libc.GpioLineRequest>("Config")}",
        $"struct gpio_v2_line_request.num_lines {Offset<Libc.GpioLineRequest>("LineCount")}",
        $"struct gpio_v2_line_request.event_buffer_size {Offset<Libc.GpioLineRequest>("EventBufferSize")}",
        $"struct gpio_v2_line_request.padding {Offset<Libc.GpioLineRequest>("Padding")}",
        $"struct gpio_v2_line_request.fd {Offset<Libc.GpioLineRequest>("Descriptor")}",
        $"sizeof(struct gpio_v2_line_values) {sizeof(Libc.GpioLineValues)}",
        $"struct gpio_v2_line_values.bits {Offset<Libc.GpioLineValues>("Bits")}",
        $"struct gpio_v2_line_values.mask {Offset<Libc.GpioLineValues>("Mask")}",
        $"sizeof(struct gpio_v2_line_event) {sizeof(Libc.GpioLineEvent)}",
        $"struct gpio_v2_line_event.timestamp_ns {Offset<Libc.GpioLineEvent>("Timestamp")}",
        $"struct gpio_v2_line_event.id {Offset<Libc.GpioLineEvent>("Id")}",
        $"struct gpio_v2_line_event.offset {Offset<Libc.GpioLineEvent>("Offset")}",
        $"struct gpio_v2_line_event.seqno {Offset<Libc.GpioLineEvent>("Sequence")}",
        $"struct gpio_v2_line_event.line_seqno {Offset<Libc.GpioLineEvent>("LineSequence")}",
        $"struct gpio_v2_line_event.padding {Offset<Libc.GpioLineEvent>("Padding")}",
    ];

    private static string[] Buses() =>
    [
        $"sizeof(struct spi_ioc_transfer) {sizeof(Libc.SpiTransfer)}",
        $"struct spi_ioc_transfer.tx_buf {Offset<Libc.SpiTransfer>("Send")}",
        $"struct spi_ioc_transfer.rx_buf {Offset<Libc.SpiTransfer>("Receive")}",
        $"struct spi_ioc_transfer.len {Offset<Libc.SpiTransfer>("Length")}",
        $"struct spi_ioc_transfer.speed_hz {Offset<Libc.SpiTransfer>("SpeedHz")}",
        $"struct spi_ioc_transfer.delay_usecs {Offset<Libc.SpiTransfer>("DelayMicroseconds")}",
        $"struct spi_ioc_transfer.bits_per_word {Offset<Libc.SpiTransfer>("BitsPerWord")}",
        $"struct spi_ioc_transfer.cs_change {Offset<Libc.SpiTransfer>("Deselect")}",
        $"struct spi_ioc_transfer.tx_nbits {Offset<Libc.SpiTransfer>("SendBits")}",
        $"struct spi_ioc_transfer.rx_nbits {Offset<Libc.SpiTransfer>("ReceiveBits")}",
        $"struct spi_ioc_transfer.word_delay_usecs {Offset<Libc.SpiTransfer>("WordDelayMicroseconds")}",
        $"struct spi_ioc_transfer.pad {Offset<Libc.SpiTransfer>("Padding")}",
        $"sizeof(struct i2c_smbus_ioctl_data) {sizeof(Libc.SmbusTransfer)}",
        $"struct i2c_smbus_ioctl_data.read_write {Offset<Libc.SmbusTransfer>("Direction")}",
        $"struct i2c_smbus_ioctl_data.command {Offset<Libc.SmbusTransfer>("Command")}",
        $"struct i2c_smbus_ioctl_data.size {Offset<Libc.SmbusTransfer>("Size")}",
        $"struct i2c_smbus_ioctl_data.data {Offset<Libc.SmbusTransfer>("Data")}",
        $"sizeof(union i2c_smbus_data) {sizeof(Libc.SmbusData)}",
        $"union i2c_smbus_data.word {Offset<Libc.SmbusData>("Word")}",
    ];

    private static string[] Numbers() =>
    [
        $"GPIO_MAX_NAME_SIZE {Libc.GpioMaxNameSize}",
        $"GPIO_V2_LINES_MAX {Libc.GpioLinesMax}",
        $"GPIO_V2_LINE_NUM_ATTRS_MAX {Libc.GpioAttributesMax}",
        $"GPIO_GET_CHIPINFO_IOCTL {Libc.GpioGetChipinfo}",
        $"GPIO_V2_GET_LINEINFO_IOCTL {Libc.GpioGetLineinfo}",
        $"GPIO_V2_GET_LINE_IOCTL {Libc.GpioGetLine}",
        $"GPIO_V2_LINE_GET_VALUES_IOCTL {Libc.GpioGetValues}",
        $"GPIO_V2_LINE_SET_VALUES_IOCTL {Libc.GpioSetValues}",
        $"GPIO_V2_LINE_FLAG_USED {Libc.GpioUsed}",
        $"GPIO_V2_LINE_FLAG_ACTIVE_LOW {Libc.GpioActiveLow}",
        $"GPIO_V2_LINE_FLAG_INPUT {Libc.GpioInput}",
        $"GPIO_V2_LINE_FLAG_OUTPUT {Libc.GpioOutput}",
        $"GPIO_V2_LINE_FLAG_EDGE_RISING {Libc.GpioEdgeRising}",
        $"GPIO_V2_LINE_FLAG_EDGE_FALLING {Libc.GpioEdgeFalling}",
        $"GPIO_V2_LINE_FLAG_BIAS_PULL_UP {Libc.GpioBiasPullUp}",
        $"GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN {Libc.GpioBiasPullDown}",
        $"GPIO_V2_LINE_FLAG_BIAS_DISABLED {Libc.GpioBiasDisabled}",
        $"GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES {Libc.GpioAttributeOutputValues}",
        $"GPIO_V2_LINE_ATTR_ID_DEBOUNCE {Libc.GpioAttributeDebounce}",
        $"GPIO_V2_LINE_EVENT_RISING_EDGE {Libc.GpioRisingEdge}",
        $"SPI_IOC_WR_MODE {Libc.SpiWriteMode}",
        $"SPI_IOC_WR_BITS_PER_WORD {Libc.SpiWriteBitsPerWord}",
        $"SPI_IOC_WR_MAX_SPEED_HZ {Libc.SpiWriteMaxSpeed}",
        $"SPI_IOC_MESSAGE(1) {Libc.SpiMessage(1)}",
        $"SPI_IOC_MESSAGE(8) {Libc.SpiMessage(8)}",
        $"I2C_TIMEOUT {Libc.I2cTimeout}",
        $"I2C_SLAVE {Libc.I2cSlave}",
        $"I2C_FUNCS {Libc.I2cFunctions}",
        $"I2C_SMBUS {Libc.I2cSmbus}",
        $"I2C_FUNC_SMBUS_READ_WORD_DATA {Libc.I2cReadWordData}",
        $"I2C_FUNC_SMBUS_WRITE_WORD_DATA {Libc.I2cWriteWordData}",
        $"I2C_SMBUS_WRITE {Libc.I2cSmbusWrite}",
        $"I2C_SMBUS_READ {Libc.I2cSmbusRead}",
        $"I2C_SMBUS_WORD_DATA {Libc.I2cSmbusWordData}",
        $"O_RDONLY {Libc.ReadOnly}",
        $"ETIMEDOUT {Libc.Etimedout}",
        $"EREMOTEIO {Libc.Eremoteio}",
    ];

    private static nint Offset<T>(string field) => Marshal.OffsetOf<T>(field);
}
