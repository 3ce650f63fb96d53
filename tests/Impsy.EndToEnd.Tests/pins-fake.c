/*
 * Preloaded into the instrument: a board without a board. In the folder that IMPSY_PINS names, files stand for devices:
 * what is called gpiochip*, spidev* or i2c-* there can be opened, and answers like a GPIO chip of 32 lines, an MCP3008
 * or an ADS1115 at 0x48. Removing the file and writing "unplug" takes the chip away from those who have it open.
 *
 * Two more files are the test's side: "board" (struct board, mapped by both) holds voltages, faults and what was done;
 * "control" is a fifo of lines of text: "LINE LEVEL" sets a physical level, "unplug" takes the GPIO chip away.
 *
 * The instrument finds the C library's functions by dlsym, which therefore is replaced, too; close is called by the
 * runtime itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/spi/spidev.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LINES = 32, TAKEN = 9, REQUESTS = 64, DESCRIPTORS = 4096, RECORDS = 8192 };
enum kind { OTHER, CHIP, LINE_REQUEST, SPI, I2C };
enum fault { FINE, ABSENT, HUNG };

struct board {
    uint16_t spi[8];                  /* counts of the MCP3008 */
    int16_t i2c[4];                   /* results of the ADS1115 */
    uint8_t spi_fault, i2c_fault;     /* enum fault */
    uint8_t wrong;                    /* a request that the real thing would not understand */
    uint8_t pad[5];
    uint8_t outputs[LINES];           /* physical levels */
    uint64_t spi_rounds, i2c_rounds;  /* messages of SPI; conversions of I2C */
    uint64_t changes;                 /* of outputs; the last 8192 are recorded */
    uint64_t event_bytes;             /* of edges that were not read yet, at most so far */
    uint64_t spi_times[RECORDS];      /* monotonic nanoseconds */
    struct { uint64_t time; uint32_t line, level; } records[RECORDS];
};

struct request {
    int read_end, write_end, count;
    uint32_t offsets[GPIO_V2_LINES_MAX], sequence, line_sequence[GPIO_V2_LINES_MAX];
    uint64_t flags;
};

static struct board *board;
static const char *folder;
static enum kind kinds[DESCRIPTORS];
static int address;                   /* of the I2C chip that is spoken to */
static int mux = -1, converted = -1;  /* channel being converted, and converted last */
static uint64_t begun;
static uint8_t levels[LINES];
static struct request *requests[REQUESTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *(*real_dlsym)(void *, const char *);

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

static struct request *find(int fd)
{
    for (int i = 0; i < REQUESTS; i++) {
        if (requests[i] && requests[i]->read_end == fd)
            return requests[i];
    }
    return NULL;
}

/* ---- the test's side */

static void set_level(int line, int level)
{
    if (levels[line] == level)
        return;
    levels[line] = (uint8_t)level;
    for (int i = 0; i < REQUESTS; i++) {
        struct request *r = requests[i];
        for (int k = 0; r && k < r->count; k++) {
            if (r->offsets[k] != (uint32_t)line || !(r->flags & GPIO_V2_LINE_FLAG_INPUT))
                continue;
            int active = level ^ !!(r->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW);
            struct gpio_v2_line_event event = {
                .timestamp_ns = now(),
                .id = active ? GPIO_V2_LINE_EVENT_RISING_EDGE : GPIO_V2_LINE_EVENT_FALLING_EDGE,
                .offset = (uint32_t)line,
                .seqno = ++r->sequence,
                .line_seqno = ++r->line_sequence[k],
            };
            int waiting = 0;
            /* What finds no room is gone, but counted, as in the kernel. */
            if (write(r->write_end, &event, sizeof event) > 0 && ioctl(r->read_end, FIONREAD, &waiting) == 0
                && (uint64_t)waiting > board->event_bytes)
                board->event_bytes = (uint64_t)waiting;
        }
    }
}

static void unplug(void)
{
    for (int i = 0; i < REQUESTS; i++) {
        if (requests[i] && requests[i]->write_end >= 0) {
            close(requests[i]->write_end); /* who waits on the other end is woken */
            requests[i]->write_end = -1;
        }
    }
}

static void *obey(void *path)
{
    char line[64];
    int number, level;
    while (1) {
        FILE *control = fopen(path, "r");
        while (control && fgets(line, sizeof line, control)) {
            pthread_mutex_lock(&lock);
            if (sscanf(line, "%d %d", &number, &level) == 2)
                set_level(number, level);
            else if (strncmp(line, "unplug", 6) == 0)
                unplug();
            pthread_mutex_unlock(&lock);
        }
        fclose(control);
    }
    return NULL;
}

__attribute__((constructor)) static void begin(void)
{
    static char path[4096];
    pthread_t thread;
    folder = getenv("IMPSY_PINS");
    snprintf(path, sizeof path, "%s/board", folder);
    int fd = open(path, O_RDWR);
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (board == MAP_FAILED)
        abort();
    memset(levels, 1, sizeof levels); /* pulled up */
    snprintf(path, sizeof path, "%s/control", folder);
    pthread_create(&thread, NULL, obey, path);
}

/* ---- GPIO */

static int line_info(struct gpio_v2_line_info *info)
{
    if (info->offset >= LINES)
        return fail(EINVAL);
    snprintf(info->name, sizeof info->name, "GPIO%u", info->offset);
    info->flags = GPIO_V2_LINE_FLAG_INPUT;
    if (info->offset == TAKEN) {
        info->flags |= GPIO_V2_LINE_FLAG_USED;
        strcpy(info->consumer, "spi0 CS0");
    }
    for (int i = 0; i < REQUESTS; i++) {
        for (int k = 0; requests[i] && k < requests[i]->count; k++) {
            if (requests[i]->offsets[k] == info->offset) {
                info->flags = requests[i]->flags | GPIO_V2_LINE_FLAG_USED;
                strcpy(info->consumer, "impsy");
            }
        }
    }
    return 0;
}

static int request_lines(struct gpio_v2_line_request *wanted)
{
    int slot = 0, ends[2];
    struct request *r = calloc(1, sizeof *r);
    for (uint32_t i = 0; i < wanted->num_lines; i++) {
        struct gpio_v2_line_info info = { .offset = wanted->offsets[i] };
        if (line_info(&info) < 0 || (info.flags & GPIO_V2_LINE_FLAG_USED))
            return fail(info.flags & GPIO_V2_LINE_FLAG_USED ? EBUSY : EINVAL);
        r->offsets[i] = wanted->offsets[i];
    }
    while (requests[slot])
        slot++;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        abort();
    r->read_end = wanted->fd = ends[0];
    r->write_end = ends[1];
    r->count = (int)wanted->num_lines;
    r->flags = wanted->config.flags;
    fcntl(ends[0], F_SETFL, 0);
    requests[slot] = r;
    kinds[ends[0]] = LINE_REQUEST;
    if (r->flags & GPIO_V2_LINE_FLAG_OUTPUT)
        board->outputs[r->offsets[0]] = !!(r->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW);
    return 0;
}

static int values(struct request *r, struct gpio_v2_line_values *v, int set)
{
    int low = !!(r->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW), output = !!(r->flags & GPIO_V2_LINE_FLAG_OUTPUT);
    if (r->write_end < 0)
        return fail(ENODEV);
    for (int k = 0; k < r->count; k++) {
        uint8_t *level = output ? &board->outputs[r->offsets[k]] : &levels[r->offsets[k]];
        if (!(v->mask >> k & 1))
            continue;
        if (!set) {
            v->bits = (v->bits & ~(1ull << k)) | (uint64_t)(*level ^ low) << k;
            continue;
        }
        if (!output)
            return fail(EPERM);
        *level = (uint8_t)((v->bits >> k & 1) ^ (uint64_t)low);
        uint64_t place = board->changes % RECORDS;
        board->records[place].time = now();
        board->records[place].line = r->offsets[k];
        board->records[place].level = *level;
        board->changes++;
    }
    return 0;
}

static int gpio(int fd, unsigned long code, void *argument)
{
    struct request *r = find(fd);
    if (r && code == GPIO_V2_LINE_GET_VALUES_IOCTL)
        return values(r, argument, 0);
    if (r && code == GPIO_V2_LINE_SET_VALUES_IOCTL)
        return values(r, argument, 1);
    if (!r && code == GPIO_V2_GET_LINE_IOCTL)
        return request_lines(argument);
    if (!r && code == GPIO_V2_GET_LINEINFO_IOCTL)
        return line_info(argument);
    if (!r && code == GPIO_GET_CHIPINFO_IOCTL) {
        struct gpiochip_info *info = argument;
        strcpy(info->name, "gpiochip0");
        strcpy(info->label, "pinctrl-bcm2711");
        info->lines = LINES;
        return 0;
    }
    board->wrong = 1;
    return fail(ENOTTY);
}

/* ---- an MCP3008 */

static int spi(unsigned long code, void *argument)
{
    unsigned count = _IOC_SIZE(code) / sizeof(struct spi_ioc_transfer);
    struct spi_ioc_transfer *transfers = argument;
    if (code == SPI_IOC_WR_MODE || code == SPI_IOC_WR_BITS_PER_WORD || code == SPI_IOC_WR_MAX_SPEED_HZ)
        return 0;
    if (_IOC_TYPE(code) != SPI_IOC_MAGIC || _IOC_NR(code) != 0)
        return fail(ENOTTY);
    for (unsigned i = 0; i < count; i++) {
        const uint8_t *sent = (const uint8_t *)(uintptr_t)transfers[i].tx_buf;
        uint8_t *received = (uint8_t *)(uintptr_t)transfers[i].rx_buf;
        /* Without being deselected in between the chip would go on with the conversion before. */
        if (transfers[i].len != 3 || sent[0] != 1 || !(sent[1] & 0x80) || transfers[i].speed_hz > 3600000
            || transfers[i].cs_change != (i + 1 < count))
            board->wrong = 1;
        uint16_t counts = board->spi[sent[1] >> 4 & 7];
        received[0] = 0xFF;
        received[1] = board->spi_fault ? 0xFF : (uint8_t)(0xF8 | counts >> 8);
        received[2] = board->spi_fault ? 0xFF : (uint8_t)counts;
    }
    board->spi_times[board->spi_rounds++ % RECORDS] = now();
    return (int)(3 * count);
}

/* ---- an ADS1115 */

static int word(uint8_t command, int is_read, uint16_t *value)
{
    if (!is_read && command == 1) {
        uint16_t configuration = (uint16_t)(*value << 8 | *value >> 8);
        if ((configuration & 0x8FFF) != 0x83E3)
            board->wrong = 1;
        mux = configuration >> 12 & 3;
        begun = now();
        return 0;
    }
    if (is_read && command == 0) {
        if (now() - begun >= 1163000) /* the chip itself at its 860 a second; before, it has the result before */
            converted = mux;
        uint16_t result = converted < 0 ? 0 : (uint16_t)board->i2c[converted];
        *value = (uint16_t)(result << 8 | result >> 8);
        board->i2c_rounds++;
        return 0;
    }
    board->wrong = 1;
    return fail(EINVAL);
}

static int i2c(unsigned long code, void *argument)
{
    struct i2c_smbus_ioctl_data *transfer = argument;
    switch (code) {
    case I2C_SLAVE:
        address = (int)(uintptr_t)argument;
        return 0;
    case I2C_TIMEOUT:
        return 0;
    case I2C_FUNCS:
        *(unsigned long *)argument = I2C_FUNC_SMBUS_WORD_DATA;
        return 0;
    case I2C_SMBUS:
        if (board->i2c_fault == HUNG) {
            sleep(1);
            return fail(ETIMEDOUT);
        }
        if (board->i2c_fault == ABSENT || address != 0x48)
            return fail(EREMOTEIO);
        if (transfer->size != I2C_SMBUS_WORD_DATA)
            return fail(EINVAL);
        return word(transfer->command, transfer->read_write == I2C_SMBUS_READ, &transfer->data->word);
    default:
        return fail(ENOTTY);
    }
}

/* ---- what the instrument calls */

static int fake_open(const char *path, int flags, unsigned mode)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    size_t length = strlen(folder);
    if (fd < 0 || fd >= DESCRIPTORS || strncmp(path, folder, length) != 0 || path[length] != '/')
        return fd;
    const char *name = path + length + 1;
    kinds[fd] = strncmp(name, "gpiochip", 8) == 0 ? CHIP : strncmp(name, "spidev", 6) == 0 ? SPI
        : strncmp(name, "i2c-", 4) == 0 ? I2C : OTHER;
    return fd;
}

static int fake_ioctl(int fd, unsigned long code, void *argument)
{
    enum kind kind = fd >= 0 && fd < DESCRIPTORS ? kinds[fd] : OTHER;
    int result;
    switch (kind) {
    case SPI:
        return spi(code, argument);
    case I2C:
        return i2c(code, argument);
    case CHIP:
    case LINE_REQUEST:
        pthread_mutex_lock(&lock);
        result = gpio(fd, code, argument);
        int error = errno;
        pthread_mutex_unlock(&lock);
        errno = error;
        return result;
    default:
        return (int)syscall(SYS_ioctl, fd, code, argument);
    }
}

static ssize_t fake_read(int fd, void *buffer, size_t count)
{
    ssize_t result = syscall(SYS_read, fd, buffer, count);
    return result == 0 && fd < DESCRIPTORS && kinds[fd] == LINE_REQUEST ? fail(ENODEV) : result;
}

int close(int fd)
{
    if (fd >= 0 && fd < DESCRIPTORS && kinds[fd] != OTHER) {
        pthread_mutex_lock(&lock);
        for (int i = 0; kinds[fd] == LINE_REQUEST && i < REQUESTS; i++) {
            if (requests[i] && requests[i]->read_end == fd) {
                if (requests[i]->write_end >= 0)
                    syscall(SYS_close, requests[i]->write_end);
                free(requests[i]);
                requests[i] = NULL;
            }
        }
        kinds[fd] = OTHER;
        pthread_mutex_unlock(&lock);
    }
    return (int)syscall(SYS_close, fd);
}

void *dlsym(void *library, const char *name)
{
    if (!real_dlsym) {
        static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
        for (int i = 0; i < 3 && !real_dlsym; i++)
            real_dlsym = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    }
    if (strcmp(name, "open") == 0)
        return fake_open;
    if (strcmp(name, "ioctl") == 0)
        return fake_ioctl;
    if (strcmp(name, "read") == 0)
        return fake_read;
    return real_dlsym(library, name);
}
