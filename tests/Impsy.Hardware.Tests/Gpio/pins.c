// Prints the sizes, offsets and numbers that Impsy.Hardware/Linux/LibcGpio.cs and LibcBuses.cs state, from the C headers
// themselves. pins.txt beside this file is its output on x86-64, Debian 12; 64-bit ARM has the same.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/spi/spidev.h>
#include <stddef.h>
#include <stdio.h>

#define SIZE(type) printf("sizeof(%s) %zu\n", #type, sizeof(type))
#define OFFSET(type, field) printf("%s.%s %zu\n", #type, #field, offsetof(type, field))
#define VALUE(name) printf("%s %llu\n", #name, (unsigned long long)(name))

int main(void)
{
    SIZE(struct gpiochip_info);
    OFFSET(struct gpiochip_info, name);
    OFFSET(struct gpiochip_info, label);
    OFFSET(struct gpiochip_info, lines);
    SIZE(struct gpio_v2_line_info);
    OFFSET(struct gpio_v2_line_info, name);
    OFFSET(struct gpio_v2_line_info, consumer);
    OFFSET(struct gpio_v2_line_info, offset);
    OFFSET(struct gpio_v2_line_info, num_attrs);
    OFFSET(struct gpio_v2_line_info, flags);
    OFFSET(struct gpio_v2_line_info, attrs);
    OFFSET(struct gpio_v2_line_info, padding);
    SIZE(struct gpio_v2_line_config_attribute);
    OFFSET(struct gpio_v2_line_config_attribute, attr.id);
    OFFSET(struct gpio_v2_line_config_attribute, attr.padding);
    OFFSET(struct gpio_v2_line_config_attribute, attr.values);
    OFFSET(struct gpio_v2_line_config_attribute, attr.debounce_period_us);
    OFFSET(struct gpio_v2_line_config_attribute, mask);
    SIZE(struct gpio_v2_line_config);
    OFFSET(struct gpio_v2_line_config, flags);
    OFFSET(struct gpio_v2_line_config, num_attrs);
    OFFSET(struct gpio_v2_line_config, padding);
    OFFSET(struct gpio_v2_line_config, attrs);
    SIZE(struct gpio_v2_line_request);
    OFFSET(struct gpio_v2_line_request, offsets);
    OFFSET(struct gpio_v2_line_request, consumer);
    OFFSET(struct gpio_v2_line_request, config);
    OFFSET(struct gpio_v2_line_request, num_lines);
    OFFSET(struct gpio_v2_line_request, event_buffer_size);
    OFFSET(struct gpio_v2_line_request, padding);
    OFFSET(struct gpio_v2_line_request, fd);
    SIZE(struct gpio_v2_line_values);
    OFFSET(struct gpio_v2_line_values, bits);
    OFFSET(struct gpio_v2_line_values, mask);
    SIZE(struct gpio_v2_line_event);
    OFFSET(struct gpio_v2_line_event, timestamp_ns);
    OFFSET(struct gpio_v2_line_event, id);
    OFFSET(struct gpio_v2_line_event, offset);
    OFFSET(struct gpio_v2_line_event, seqno);
    OFFSET(struct gpio_v2_line_event, line_seqno);
    OFFSET(struct gpio_v2_line_event, padding);
    SIZE(struct spi_ioc_transfer);
    OFFSET(struct spi_ioc_transfer, tx_buf);
    OFFSET(struct spi_ioc_transfer, rx_buf);
    OFFSET(struct spi_ioc_transfer, len);
    OFFSET(struct spi_ioc_transfer, speed_hz);
    OFFSET(struct spi_ioc_transfer, delay_usecs);
    OFFSET(struct spi_ioc_transfer, bits_per_word);
    OFFSET(struct spi_ioc_transfer, cs_change);
    OFFSET(struct spi_ioc_transfer, tx_nbits);
    OFFSET(struct spi_ioc_transfer, rx_nbits);
    OFFSET(struct spi_ioc_transfer, word_delay_usecs);
    OFFSET(struct spi_ioc_transfer, pad);
    SIZE(struct i2c_smbus_ioctl_data);
    OFFSET(struct i2c_smbus_ioctl_data, read_write);
    OFFSET(struct i2c_smbus_ioctl_data, command);
    OFFSET(struct i2c_smbus_ioctl_data, size);
    OFFSET(struct i2c_smbus_ioctl_data, data);
    SIZE(union i2c_smbus_data);
    OFFSET(union i2c_smbus_data, word);
    VALUE(GPIO_MAX_NAME_SIZE);
    VALUE(GPIO_V2_LINES_MAX);
    VALUE(GPIO_V2_LINE_NUM_ATTRS_MAX);
    VALUE(GPIO_GET_CHIPINFO_IOCTL);
    VALUE(GPIO_V2_GET_LINEINFO_IOCTL);
    VALUE(GPIO_V2_GET_LINE_IOCTL);
    VALUE(GPIO_V2_LINE_GET_VALUES_IOCTL);
    VALUE(GPIO_V2_LINE_SET_VALUES_IOCTL);
    VALUE(GPIO_V2_LINE_FLAG_USED);
    VALUE(GPIO_V2_LINE_FLAG_ACTIVE_LOW);
    VALUE(GPIO_V2_LINE_FLAG_INPUT);
    VALUE(GPIO_V2_LINE_FLAG_OUTPUT);
    VALUE(GPIO_V2_LINE_FLAG_EDGE_RISING);
    VALUE(GPIO_V2_LINE_FLAG_EDGE_FALLING);
    VALUE(GPIO_V2_LINE_FLAG_BIAS_PULL_UP);
    VALUE(GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN);
    VALUE(GPIO_V2_LINE_FLAG_BIAS_DISABLED);
    VALUE(GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES);
    VALUE(GPIO_V2_LINE_ATTR_ID_DEBOUNCE);
    VALUE(GPIO_V2_LINE_EVENT_RISING_EDGE);
    VALUE(SPI_IOC_WR_MODE);
    VALUE(SPI_IOC_WR_BITS_PER_WORD);
    VALUE(SPI_IOC_WR_MAX_SPEED_HZ);
    VALUE(SPI_IOC_MESSAGE(1));
    VALUE(SPI_IOC_MESSAGE(8));
    VALUE(I2C_TIMEOUT);
    VALUE(I2C_SLAVE);
    VALUE(I2C_FUNCS);
    VALUE(I2C_SMBUS);
    VALUE(I2C_FUNC_SMBUS_READ_WORD_DATA);
    VALUE(I2C_FUNC_SMBUS_WRITE_WORD_DATA);
    VALUE(I2C_SMBUS_WRITE);
    VALUE(I2C_SMBUS_READ);
    VALUE(I2C_SMBUS_WORD_DATA);
    VALUE(O_RDONLY);
    VALUE(ETIMEDOUT);
    VALUE(EREMOTEIO);
    return 0;
}
