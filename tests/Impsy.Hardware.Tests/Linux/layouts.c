// Prints the sizes, offsets and numbers that Impsy.Hardware/Linux/Libc.cs states, from the C headers themselves.
// layouts.txt beside this file is its output on x86-64, Debian 12; 64-bit ARM has the same generic numbers.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>

#define SIZE(type) printf("sizeof(%s) %zu\n", #type, sizeof(type))
#define OFFSET(type, field) printf("%s.%s %zu\n", #type, #field, offsetof(type, field))
#define VALUE(name) printf("%s %ld\n", #name, (long)(name))

int main(void)
{
    SIZE(struct timespec);
    OFFSET(struct timespec, tv_sec);
    OFFSET(struct timespec, tv_nsec);
    SIZE(struct itimerspec);
    OFFSET(struct itimerspec, it_interval);
    OFFSET(struct itimerspec, it_value);
    SIZE(struct pollfd);
    OFFSET(struct pollfd, fd);
    OFFSET(struct pollfd, events);
    OFFSET(struct pollfd, revents);
    SIZE(struct statx);
    OFFSET(struct statx, stx_nlink);
    OFFSET(struct statx, stx_ctime.tv_sec);
    OFFSET(struct statx, stx_ctime.tv_nsec);
    SIZE(struct sched_param);
    OFFSET(struct sched_param, sched_priority);
    SIZE(struct iovec);
    OFFSET(struct iovec, iov_base);
    OFFSET(struct iovec, iov_len);
    SIZE(struct msghdr);
    OFFSET(struct msghdr, msg_name);
    OFFSET(struct msghdr, msg_namelen);
    OFFSET(struct msghdr, msg_iov);
    OFFSET(struct msghdr, msg_iovlen);
    OFFSET(struct msghdr, msg_control);
    OFFSET(struct msghdr, msg_controllen);
    OFFSET(struct msghdr, msg_flags);
    SIZE(struct cmsghdr);
    OFFSET(struct cmsghdr, cmsg_len);
    OFFSET(struct cmsghdr, cmsg_level);
    OFFSET(struct cmsghdr, cmsg_type);
    SIZE(struct sockaddr_in6);
    OFFSET(struct sockaddr_in, sin_family);
    OFFSET(struct sockaddr_in, sin_port);
    OFFSET(struct sockaddr_in, sin_addr);
    OFFSET(struct sockaddr_in6, sin6_family);
    OFFSET(struct sockaddr_in6, sin6_port);
    OFFSET(struct sockaddr_in6, sin6_addr);
    OFFSET(struct sockaddr_in6, sin6_scope_id);
    VALUE(sizeof(struct sockaddr_in));
    VALUE(CLOCK_REALTIME);
    VALUE(CLOCK_MONOTONIC);
    VALUE(TFD_TIMER_ABSTIME);
    VALUE(TFD_NONBLOCK);
    VALUE(TFD_CLOEXEC);
    VALUE(EFD_NONBLOCK);
    VALUE(EFD_CLOEXEC);
    VALUE(SOCK_CLOEXEC);
    VALUE(POLLIN);
    VALUE(AT_FDCWD);
    VALUE(AT_EMPTY_PATH);
    VALUE(STATX_NLINK);
    VALUE(STATX_CTIME);
    VALUE(SCHED_FIFO);
    VALUE(PR_SET_TIMERSLACK);
    VALUE(MCL_CURRENT);
    VALUE(MCL_FUTURE);
    VALUE(MCL_ONFAULT);
    VALUE(AF_INET);
    VALUE(AF_INET6);
    VALUE(SOCK_DGRAM);
    VALUE(SOL_SOCKET);
    VALUE(SO_BROADCAST);
    VALUE(SO_RCVBUF);
    VALUE(SO_TIMESTAMPNS);
    VALUE(SO_RXQ_OVFL);
    VALUE(IPPROTO_IP);
    VALUE(IP_FREEBIND);
    VALUE(IPPROTO_IPV6);
    VALUE(IPV6_V6ONLY);
    VALUE(IPV6_FREEBIND);
    VALUE(MSG_DONTWAIT);
    VALUE(MSG_TRUNC);
    VALUE(EINTR);
    VALUE(EBADF);
    VALUE(EAGAIN);
    VALUE(EFAULT);
    VALUE(EINVAL);
    VALUE(ENOTSOCK);
    VALUE(EAFNOSUPPORT);
    return 0;
}
