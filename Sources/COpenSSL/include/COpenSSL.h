#pragma once

// libcrypto of OpenSSL 3.0. What Nachlese calls are functions and plain numbers, which Swift imports as they are,
// so this header needs no wrapper for a macro.
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
