#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <linux/sockios.h>
#include <time.h>
#include <unistd.h>

// The result, or the negated errno; again when a signal came between.
#define RESULT(type, call)                    \
    type result;                              \
    do {                                      \
        result = (call);                      \
    } while (result < 0 && errno == EINTR);   \
    return result < 0 ? -(type)errno : result

int clinux_epoll_create(void) { RESULT(int, epoll_create1(EPOLL_CLOEXEC)); }

int clinux_epoll_add(int epoll, int descriptor, uint64_t token) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.u64 = token}};
    RESULT(int, epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event));
}

int clinux_epoll_remove(int epoll, int descriptor) {
    struct epoll_event unused = {0};
    RESULT(int, epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &unused));
}

size_t clinux_epoll_event_size(void) { return sizeof(struct epoll_event); }

int clinux_epoll_wait(int epoll, void *events, int capacity, int milliseconds) {
    int count = epoll_wait(epoll, events, capacity, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -errno;
    return count;
}

uint64_t clinux_epoll_token(const void *events, int index) {
    return ((const struct epoll_event *)events)[index].data.u64;
}

uint8_t clinux_epoll_readiness(const void *events, int index) {
    uint32_t flags = ((const struct epoll_event *)events)[index].events;
    uint8_t readiness = 0;
    if (flags & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) readiness |= CLINUX_READABLE;
    if (flags & (EPOLLOUT | EPOLLHUP | EPOLLERR)) readiness |= CLINUX_WRITABLE;
    if (flags & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) readiness |= CLINUX_ENDED;
    return readiness;
}

int clinux_eventfd_create(void) { RESULT(int, eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)); }

int clinux_eventfd_signal(int descriptor) { RESULT(int, eventfd_write(descriptor, 1)); }

int clinux_socket(int family) { RESULT(int, socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

int clinux_accept(int listener, struct sockaddr_storage *peer, socklen_t *length) {
    RESULT(int, accept4(listener, (struct sockaddr *)peer, length, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

int clinux_set_flag(int socket, int level, int option, int value) {
    RESULT(int, setsockopt(socket, level, option, &value, sizeof value));
}

int clinux_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) return -errno;
    if (flags & O_NONBLOCK) return 0;
    RESULT(int, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK));
}

int clinux_set_nodelay(int socket) { return clinux_set_flag(socket, IPPROTO_TCP, TCP_NODELAY, 1); }

int clinux_socket_error(int socket) {
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return -errno;
    return -error;
}

int clinux_unacknowledged(int socket) {
    int count = 0;
    if (ioctl(socket, SIOCOUTQ, &count) < 0) return -errno;
    return count;
}

int clinux_pidfd_open(int process) {
    // A descriptor of this kind is close-on-exec from the first moment.
    RESULT(int, (int)syscall(SYS_pidfd_open, process, 0));
}

int clinux_spawn(const char *program, char *const arguments[], char *const environment[], int input, int errors) {
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return -error;
    posix_spawnattr_t attributes;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    pid_t process = 0;
    error = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (!error) error = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!error) error = posix_spawn_file_actions_addchdir_np(&actions, "/");
    if (!error) error = posix_spawn(&process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error ? -error : process;
}

int64_t clinux_receive(int socket, void *buffer, size_t count) { RESULT(int64_t, recv(socket, buffer, count, 0)); }

int64_t clinux_peek(int socket, void *buffer, size_t count) {
    RESULT(int64_t, recv(socket, buffer, count, MSG_PEEK));
}

int64_t clinux_send(int socket, const void *bytes, size_t count, int more) {
    RESULT(int64_t, send(socket, bytes, count, MSG_NOSIGNAL | (more ? MSG_MORE : 0)));
}

int64_t clinux_pread(int file, void *buffer, size_t count, int64_t offset) {
    RESULT(int64_t, pread(file, buffer, count, offset));
}

int64_t clinux_sendfile(int socket, int file, int64_t offset, size_t count) {
    off_t position = offset;
    RESULT(int64_t, sendfile(socket, file, &position, count));
}

static sigset_t set_of(const int *signals, size_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t index = 0; index < count; index++) sigaddset(&set, signals[index]);
    return set;
}

int clinux_signalfd_create(const int *signals, size_t count) {
    sigset_t set = set_of(signals, count);
    RESULT(int, signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

int clinux_signalfd_read(int descriptor) {
    struct signalfd_siginfo info;
    ssize_t count;
    do {
        count = read(descriptor, &info, sizeof info);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    return count == (ssize_t)sizeof info ? (int)info.ssi_signo : -EIO;
}

int clinux_block_signals(const int *signals, size_t count) {
    sigset_t set = set_of(signals, count);
    return -pthread_sigmask(SIG_BLOCK, &set, NULL);
}

char **clinux_environment(void) { return environ; }

int clinux_ignore_sigpipe(void) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    return sigaction(SIGPIPE, &action, NULL) < 0 ? -errno : 0;
}

static atomic_int interrupts;

static void note_interrupt(int signal) {
    (void)signal;
    atomic_store(&interrupts, 1);
}

int clinux_note_interrupt(void) {
    struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = SA_RESTART | SA_RESETHAND};
    return sigaction(SIGINT, &action, NULL) < 0 ? -errno : 0;
}

int clinux_was_interrupted(void) { return atomic_load(&interrupts); }

int clinux_thread_start(pthread_t *thread, size_t stack, void *(*body)(void *), void *argument) {
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error) return -error;
    error = pthread_attr_setstacksize(&attributes, stack);
    if (!error) error = pthread_create(thread, &attributes, body, argument);
    pthread_attr_destroy(&attributes);
    return -error;
}

void clinux_thread_name(const char *name) {
    char cut[16];
    snprintf(cut, sizeof cut, "%s", name);
    pthread_setname_np(pthread_self(), cut);
}

static _Thread_local const void *owner;

const void *clinux_thread_owner(void) { return owner; }

void clinux_thread_set_owner(const void *value) { owner = value; }

uint64_t clinux_monotonic(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}
