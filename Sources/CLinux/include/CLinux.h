#pragma once

// The Linux calls that `import Glibc` lacks, and the ones on the hot path, in one convention:
// a result of zero or more, or the negated errno. Calls that a signal interrupted are repeated.
// `_GNU_SOURCE` stays in CLinux.c: in this header it would change what Glibc's module sees.

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

// What an epoll event means to us. Errors and hang-ups make both directions ready,
// so that the next call on the descriptor meets the error itself.
#define CLINUX_READABLE 1
#define CLINUX_WRITABLE 2
#define CLINUX_ENDED 4

int clinux_epoll_create(void);
// Edge-triggered, both directions and the peer's half-close, for as long as the descriptor is open.
int clinux_epoll_add(int epoll, int descriptor, uint64_t token);
int clinux_epoll_remove(int epoll, int descriptor);
size_t clinux_epoll_event_size(void);
// `events` has room for `capacity` events; a negative timeout waits for ever. An interrupted wait counts as 0 events.
int clinux_epoll_wait(int epoll, void *events, int capacity, int milliseconds);
uint64_t clinux_epoll_token(const void *events, int index);
uint8_t clinux_epoll_readiness(const void *events, int index);

int clinux_eventfd_create(void);
int clinux_eventfd_signal(int descriptor);

// Non-blocking and close-on-exec from the first moment.
int clinux_socket(int family);
int clinux_accept(int listener, struct sockaddr_storage *peer, socklen_t *length);
int clinux_set_flag(int socket, int level, int option, int value);
int clinux_set_nonblocking(int descriptor);
int clinux_set_nodelay(int socket);
int clinux_socket_error(int socket);
// The octets in the socket's send queue that the peer has not acknowledged (SIOCOUTQ).
int clinux_unacknowledged(int socket);
// Starts a program (posix_spawn(3), no shell) with `/` as its folder and in a process group of its own: `input` becomes
// its standard input and `errors` its standard error, both above 2; what it prints is thrown away, no other descriptor
// is left to it, and no signal is blocked or ignored. Its process identifier.
int clinux_spawn(const char *program, char *const arguments[], char *const environment[], int input, int errors);
// Becomes readable when the child process ends.
int clinux_pidfd_open(int process);
int64_t clinux_receive(int socket, void *buffer, size_t count);
// Leaves what it shows where it is (MSG_PEEK).
int64_t clinux_peek(int socket, void *buffer, size_t count);
// Never raises SIGPIPE; `more` holds a short segment back for what follows (MSG_MORE).
int64_t clinux_send(int socket, const void *bytes, size_t count, int more);
int64_t clinux_pread(int file, void *buffer, size_t count, int64_t offset);
int64_t clinux_sendfile(int socket, int file, int64_t offset, size_t count);

// A signalfd for the `count` signals; blocks none of them.
int clinux_signalfd_create(const int *signals, size_t count);
// The number of the next pending signal.
int clinux_signalfd_read(int descriptor);
int clinux_block_signals(const int *signals, size_t count);
int clinux_ignore_sigpipe(void);
// `environ`: NULL-terminated, each `NAME=value`.
char **clinux_environment(void);
// Lets the first SIGINT only be noted; the second one ends the process, as the first would have done without this.
int clinux_note_interrupt(void);
// Whether one was noted: 1 or 0.
int clinux_was_interrupted(void);

// Runs `body(argument)` on a new joinable thread.
int clinux_thread_start(pthread_t *thread, size_t stack, void *(*body)(void *), void *argument);
// Linux keeps at most 15 bytes; a longer name is cut.
void clinux_thread_name(const char *name);
// One pointer per thread: which event loop the calling thread belongs to, or NULL.
const void *clinux_thread_owner(void);
void clinux_thread_set_owner(const void *owner);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t clinux_monotonic(void);
