/*
 * Preloaded into the instrument: a wall clock that can be set while it runs, without touching that of the machine.
 * The file that IMPSY_CLOCK_STEP names holds one 64-bit number of nanoseconds, which is added to CLOCK_REALTIME and to
 * the kernel's stamps of datagrams, as both move when the real clock is set. CLOCK_MONOTONIC stays what it is.
 *
 * The instrument finds the C library's functions by dlsym, which therefore is replaced, too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *step;

static void *(*real_dlsym)(void *, const char *);

__attribute__((constructor)) static void map_step(void)
{
    int fd = open(getenv("IMPSY_CLOCK_STEP"), O_RDONLY);
    step = mmap(NULL, 8, PROT_READ, MAP_SHARED, fd, 0);
    if (step == MAP_FAILED)
        abort();
}

static void shift(struct timespec *time)
{
    int64_t ns = time->tv_sec * 1000000000LL + time->tv_nsec + (step ? *step : 0);
    time->tv_sec = ns / 1000000000LL;
    time->tv_nsec = ns % 1000000000LL;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        shift(time);
    return result;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t length = syscall(SYS_recvmsg, fd, message, flags);
    if (length < 0)
        return length;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPNS)
            shift((struct timespec *)CMSG_DATA(c));
    }
    return length;
}

void *dlsym(void *library, const char *name)
{
    if (!real_dlsym) {
        static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
        for (int i = 0; i < 3 && !real_dlsym; i++)
            real_dlsym = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    }
    if (strcmp(name, "clock_gettime") == 0)
        return clock_gettime;
    if (strcmp(name, "recvmsg") == 0)
        return recvmsg;
    return real_dlsym(library, name);
}
