#pragma once
#include <stddef.h>

/// A file that is part of the binary.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} cresources_file;

/// The files of `Migrations/`, in order.
const cresources_file *cresources_migrations(size_t *count);
/// The files of `Public/`.
const cresources_file *cresources_public(size_t *count);
/// The texts and slides of the demo.
const cresources_file *cresources_demo(size_t *count);
/// The built-in wordings of mails.
const cresources_file *cresources_wordings(size_t *count);
/// The drafts of the office's pages.
const cresources_file *cresources_pages(size_t *count);
/// Common passwords in lower case, sorted, one on each line.
const cresources_file *cresources_passwords(void);
