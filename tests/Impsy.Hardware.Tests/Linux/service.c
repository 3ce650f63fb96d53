// Prints the sizes, offsets and numbers that Impsy.Hardware/Linux/LibcService.cs states, from the C headers themselves.
// service.txt beside this file is its output on x86-64, Debian 12; 64-bit ARM has the same generic numbers.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define SIZE(type) printf("sizeof(%s) %zu\n", #type, sizeof(type))
#define OFFSET(type, field) printf("%s.%s %zu\n", #type, #field, offsetof(type, field))
#define VALUE(name) printf("%s %lu\n", #name, (unsigned long)(name))

int main(void)
{
    SIZE(struct sockaddr_un);
    OFFSET(struct sockaddr_un, sun_family);
    OFFSET(struct sockaddr_un, sun_path);
    SIZE(struct inotify_event);
    OFFSET(struct inotify_event, wd);
    OFFSET(struct inotify_event, mask);
    OFFSET(struct inotify_event, cookie);
    OFFSET(struct inotify_event, len);
    OFFSET(struct inotify_event, name);
    OFFSET(struct statx, stx_mode);
    VALUE(AF_UNIX);
    VALUE(SOCK_STREAM);
    VALUE(SOCK_NONBLOCK);
    VALUE(SOCK_CLOEXEC);
    VALUE(MSG_NOSIGNAL);
    VALUE(ECONNREFUSED);
    VALUE(STATX_TYPE);
    VALUE(S_IFMT);
    VALUE(S_IFSOCK);
    VALUE(SEEK_SET);
    VALUE(PROT_READ);
    VALUE(PROT_WRITE);
    VALUE(MAP_SHARED);
    VALUE(IN_NONBLOCK);
    VALUE(IN_CLOEXEC);
    VALUE(IN_CLOSE_WRITE);
    VALUE(IN_MOVED_TO);
    VALUE(IN_DELETE_SELF);
    VALUE(IN_MOVE_SELF);
    VALUE(IN_Q_OVERFLOW);
    VALUE(IN_IGNORED);
    VALUE(IN_ONLYDIR);
    return 0;
}
