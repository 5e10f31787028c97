#include "COpenSSL.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

// More than any handshake's flight; only a peer that provokes answers without reading them could exceed it.
#define PENDING_LIMIT (128u << 10)

int copenssl_no_password(char *buffer, int size, int writing, void *argument) {
    (void)buffer, (void)size, (void)writing, (void)argument;
    return -1;
}

static ssize_t send_some(struct copenssl_channel *channel, const void *bytes, size_t count, int more) {
    ssize_t sent;
    do {
        sent = send(channel->descriptor, bytes, count, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0) return sent;
    if (errno == EAGAIN) return 0;
    channel->error = errno;
    return -1;
}

// Keeps what the socket has not taken; 0 when that becomes too much.
static int keep(struct copenssl_channel *channel, const uint8_t *bytes, size_t count) {
    size_t total = channel->pending_count + count;
    if (total > PENDING_LIMIT) {
        channel->error = ENOBUFS;
        return 0;
    }
    uint8_t *kept = malloc(total);
    if (!kept) {
        channel->error = ENOMEM;
        return 0;
    }
    if (channel->pending_count) memcpy(kept, channel->pending + channel->pending_start, channel->pending_count);
    memcpy(kept + channel->pending_count, bytes, count);
    free(channel->pending);
    channel->pending = kept;
    channel->pending_start = 0;
    channel->pending_count = total;
    return 1;
}

int copenssl_channel_flush(struct copenssl_channel *channel) {
    if (!channel->pending_count) return 1;
    ssize_t sent = send_some(channel, channel->pending + channel->pending_start, channel->pending_count, 0);
    if (sent < 0) return -1;
    channel->pending_start += (size_t)sent;
    channel->pending_count -= (size_t)sent;
    if (channel->pending_count) return 0;
    free(channel->pending);
    channel->pending = NULL;
    channel->pending_start = 0;
    return 1;
}

// What the BIO below has to say, with its flags as ours; used where the kernel does the cryptography.
static int pass_on(BIO *bio, struct copenssl_channel *channel, int count) {
    BIO_copy_next_retry(bio);
    if (count < 0) {
        if (!BIO_should_retry(bio)) channel->error = errno;
        if (BIO_should_read(bio)) channel->readable = 0;
    } else if (count == 0) {
        channel->at_end = 1;
    }
    return count;
}

static int channel_write(BIO *bio, const char *bytes, int count) {
    struct copenssl_channel *channel = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (BIO_get_ktls_send(BIO_next(bio))) return pass_on(bio, channel, BIO_write(BIO_next(bio), bytes, count));
    ssize_t sent = 0;
    if (!channel->pending_count) {
        sent = send_some(channel, bytes, (size_t)count, channel->more);
        if (sent < 0) return -1;
    }
    if (sent == count) return count;
    return keep(channel, (const uint8_t *)bytes + sent, (size_t)(count - sent)) ? count : -1;
}

static int channel_read(BIO *bio, char *bytes, int count) {
    struct copenssl_channel *channel = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (channel->readable) {
        if (BIO_get_ktls_recv(BIO_next(bio))) return pass_on(bio, channel, BIO_read(BIO_next(bio), bytes, count));
        ssize_t got;
        do {
            got = recv(channel->descriptor, bytes, (size_t)count, 0);
        } while (got < 0 && errno == EINTR);
        if (got > 0) {
            if (got < count && !channel->ended) channel->readable = 0;
            return (int)got;
        }
        if (got == 0) {
            channel->at_end = 1;
            return 0;
        }
        if (errno != EAGAIN) {
            channel->error = errno;
            return -1;
        }
        channel->readable = 0;
    }
    BIO_set_retry_read(bio);
    return -1;
}

static long channel_control(BIO *bio, int command, long number, void *argument) {
    struct copenssl_channel *channel = BIO_get_data(bio);
    switch (command) {
        case BIO_CTRL_EOF: return channel->at_end;
        case BIO_CTRL_FLUSH: return copenssl_channel_flush(channel);
        case BIO_CTRL_PENDING:
        case BIO_CTRL_WPENDING: return 0;
        default: return BIO_ctrl(BIO_next(bio), command, number, argument);
    }
}

static BIO_METHOD *method;

static void make_method(void) {
    method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_FILTER, "channel");
    if (!method) return;
    BIO_meth_set_write(method, channel_write);
    BIO_meth_set_read(method, channel_read);
    BIO_meth_set_ctrl(method, channel_control);
}

struct copenssl_channel *copenssl_channel_new(int descriptor) {
    struct copenssl_channel *channel = calloc(1, sizeof *channel);
    if (channel) channel->descriptor = descriptor;
    return channel;
}

void copenssl_channel_free(struct copenssl_channel *channel) {
    free(channel->pending);
    free(channel);
}

int copenssl_channel_attach(struct copenssl_channel *channel, SSL *session) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_method);
    BIO *filter = method ? BIO_new(method) : NULL;
    BIO *socket = BIO_new_socket(channel->descriptor, BIO_NOCLOSE);
    if (!filter || !socket) {
        BIO_free(filter);
        BIO_free(socket);
        return 0;
    }
    BIO_set_data(filter, channel);
    BIO_set_init(filter, 1);
    BIO *chain = BIO_push(filter, socket);
    SSL_set_bio(session, chain, chain);
    return 1;
}

int copenssl_sends_by_kernel(const SSL *session) { return BIO_get_ktls_send(SSL_get_wbio(session)); }
