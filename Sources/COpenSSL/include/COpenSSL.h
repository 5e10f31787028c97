#pragma once

// libcrypto and libssl of OpenSSL 3.0. Most of what Nachlese calls are functions and plain numbers, which Swift imports
// as they are; here stand wrappers for the macros that it does not import, and the BIO that joins a TLS session to its
// socket.
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <time.h>

static const uint64_t copenssl_no_compression = SSL_OP_NO_COMPRESSION;
static const uint64_t copenssl_no_renegotiation = SSL_OP_NO_RENEGOTIATION;
static const uint64_t copenssl_server_chooses = SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA;
static const uint64_t copenssl_ignore_unexpected_eof = SSL_OP_IGNORE_UNEXPECTED_EOF;
static const uint64_t copenssl_enable_ktls = SSL_OP_ENABLE_KTLS;

static inline int copenssl_set_min_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}
static inline int copenssl_set_groups(SSL_CTX *context, const char *names) {
    return (int)SSL_CTX_set1_groups_list(context, names);
}
static inline void copenssl_set_mode(SSL_CTX *context, long mode) { SSL_CTX_set_mode(context, mode); }
static inline void copenssl_clear_mode(SSL_CTX *context, long mode) { SSL_CTX_clear_mode(context, mode); }
static inline void copenssl_set_session_cache_mode(SSL_CTX *context, long mode) {
    SSL_CTX_set_session_cache_mode(context, mode);
}
static inline void copenssl_set_read_ahead(SSL_CTX *context) { SSL_CTX_set_read_ahead(context, 1); }
static inline void copenssl_set_server_name_callback(
    SSL_CTX *context, int (*callback)(SSL *session, int *alert, void *argument), void *argument) {
    SSL_CTX_set_tlsext_servername_callback(context, callback);
    SSL_CTX_set_tlsext_servername_arg(context, argument);
}
static inline int copenssl_set_server_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}
// Takes the certificate over only when it answers 1.
static inline int copenssl_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add0_chain_cert(context, certificate);
}
static inline int copenssl_error_reason(unsigned long error) { return ERR_GET_REASON(error); }
static inline int copenssl_error_library(unsigned long error) { return ERR_GET_LIB(error); }

// Gives no password, where OpenSSL's own callback would ask for one on the terminal.
int copenssl_no_password(char *buffer, int size, int writing, void *argument);

// What lies between a TLS session and its socket.
//
// Reading calls recv(2) only while `readable` is set, and takes that away when the socket is empty: OpenSSL's own
// answers do not tell that from a record that held no data. Writing never blocks and never fails for lack of room: what
// the socket does not take of a record is kept in `pending`, so that OpenSSL never has a half-written record that would
// have to be written again with the same bytes.
struct copenssl_channel {
    // Kept by the owner: the socket, or -1 when nothing may touch it any more.
    int descriptor;
    // The errno of the call that failed, or 0.
    int error;
    // In: whether the socket may have something. Out: whether it may still.
    uint8_t readable;
    // In: whether the end has been reported, which is no new event, so that a short read does not empty the socket.
    uint8_t ended;
    // In: whether more is about to follow (MSG_MORE).
    uint8_t more;
    // Out: the peer has ended its side.
    uint8_t at_end;
    // Ciphertext that the socket has not taken yet.
    uint8_t *pending;
    size_t pending_start;
    size_t pending_count;
};

// A channel for a socket, which stays the caller's to close; NULL without memory.
struct copenssl_channel *copenssl_channel_new(int descriptor);
void copenssl_channel_free(struct copenssl_channel *channel);
// Gives the session a BIO over the channel, which must outlive it; 0 without memory.
int copenssl_channel_attach(struct copenssl_channel *channel, SSL *session);
// Sends what is pending: 1 when nothing is left, 0 when the socket is full, -1 with `error` set.
int copenssl_channel_flush(struct copenssl_channel *channel);
// Whether the kernel encrypts what is written to the socket itself.
int copenssl_sends_by_kernel(const SSL *session);
