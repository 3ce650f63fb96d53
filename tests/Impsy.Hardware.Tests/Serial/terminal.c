// Prints the sizes, offsets and numbers that Impsy.Hardware/Linux/LibcTerminal.cs states, from the C headers
// themselves. A program of its own, for <asm/termbits.h>, which has struct termios2, and <termios.h> exclude each
// other. terminal.txt beside this file is its output on x86-64, Debian 12; 64-bit ARM has the same generic numbers.
#define _GNU_SOURCE
#include <asm/termbits.h>
#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <linux/tty_flags.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>

#define SIZE(type) printf("sizeof(%s) %zu\n", #type, sizeof(type))
#define OFFSET(type, field) printf("%s.%s %zu\n", #type, #field, offsetof(type, field))
#define VALUE(name) printf("%s %lu\n", #name, (unsigned long)(name))

int main(void)
{
    SIZE(struct termios2);
    OFFSET(struct termios2, c_iflag);
    OFFSET(struct termios2, c_oflag);
    OFFSET(struct termios2, c_cflag);
    OFFSET(struct termios2, c_lflag);
    OFFSET(struct termios2, c_line);
    OFFSET(struct termios2, c_cc);
    OFFSET(struct termios2, c_ispeed);
    OFFSET(struct termios2, c_ospeed);
    SIZE(struct serial_struct);
    OFFSET(struct serial_struct, flags);
    VALUE(O_RDWR);
    VALUE(O_NOCTTY);
    VALUE(O_NONBLOCK);
    VALUE(O_CLOEXEC);
    VALUE(POLLERR);
    VALUE(POLLHUP);
    VALUE(TCFLSH);
    VALUE(TIOCEXCL);
    VALUE(TIOCOUTQ);
    VALUE(TIOCGSERIAL);
    VALUE(TIOCSSERIAL);
    VALUE(TCGETS2);
    VALUE(TCSETS2);
    VALUE(TIOCGPTN);
    VALUE(TIOCSPTLCK);
    VALUE(TCIFLUSH);
    VALUE(TCOFLUSH);
    VALUE(IGNBRK);
    VALUE(IGNPAR);
    VALUE(CS8);
    VALUE(CREAD);
    VALUE(CLOCAL);
    VALUE(BOTHER);
    VALUE(VTIME);
    VALUE(VMIN);
    VALUE(ASYNC_LOW_LATENCY);
    VALUE(EIO);
    VALUE(ENXIO);
    VALUE(EACCES);
    VALUE(EBUSY);
    VALUE(ENODEV);
    VALUE(ENOTTY);
    VALUE(ENOSPC);
    return 0;
}
