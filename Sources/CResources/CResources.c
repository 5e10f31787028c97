// Files become part of the binary by `#embed` (C23), which costs nothing to compile, unlike array literals in Swift.
#include "CResources.h"

#define FILE_BEGIN(identifier) static const unsigned char identifier[] = {
#define FILE_END };
#define ENTRY(name, identifier) {name, identifier, sizeof identifier}
#define LIST(function, list) \
    const cresources_file *function(size_t *count) { \
        *count = sizeof list / sizeof list[0]; \
        return list; \
    }

FILE_BEGIN(migration_0001)
#embed "../../Migrations/0001-initial.sql"
FILE_END
FILE_BEGIN(migration_0002)
#embed "../../Migrations/0002-delivery.sql"
FILE_END
FILE_BEGIN(migration_0003)
#embed "../../Migrations/0003-access-requests.sql"
FILE_END
FILE_BEGIN(migration_0004)
#embed "../../Migrations/0004-site.sql"
FILE_END
FILE_BEGIN(migration_0005)
#embed "../../Migrations/0005-pictures-and-visits.sql"
FILE_END

static const cresources_file migrations[] = {
    ENTRY("0001-initial.sql", migration_0001),
    ENTRY("0002-delivery.sql", migration_0002),
    ENTRY("0003-access-requests.sql", migration_0003),
    ENTRY("0004-site.sql", migration_0004),
    ENTRY("0005-pictures-and-visits.sql", migration_0005),
};
LIST(cresources_migrations, migrations)

FILE_BEGIN(public_style)
#embed "../../Public/nachlese.css"
FILE_END
FILE_BEGIN(public_script)
#embed "../../Public/nachlese.js"
FILE_END
FILE_BEGIN(public_icon)
#embed "../../Public/icon.svg"
FILE_END
// Written by `.dev/compress`.
FILE_BEGIN(public_style_brotli)
#embed "../../Public/nachlese.css.br"
FILE_END
FILE_BEGIN(public_style_gzip)
#embed "../../Public/nachlese.css.gz"
FILE_END
FILE_BEGIN(public_script_brotli)
#embed "../../Public/nachlese.js.br"
FILE_END
FILE_BEGIN(public_script_gzip)
#embed "../../Public/nachlese.js.gz"
FILE_END
FILE_BEGIN(public_icon_brotli)
#embed "../../Public/icon.svg.br"
FILE_END
FILE_BEGIN(public_icon_gzip)
#embed "../../Public/icon.svg.gz"
FILE_END

static const cresources_file public_files[] = {
    ENTRY("icon.svg", public_icon),
    ENTRY("icon.svg.br", public_icon_brotli),
    ENTRY("icon.svg.gz", public_icon_gzip),
    ENTRY("nachlese.css", public_style),
    ENTRY("nachlese.css.br", public_style_brotli),
    ENTRY("nachlese.css.gz", public_style_gzip),
    ENTRY("nachlese.js", public_script),
    ENTRY("nachlese.js.br", public_script_brotli),
    ENTRY("nachlese.js.gz", public_script_gzip),
};
LIST(cresources_public, public_files)

FILE_BEGIN(demo_series)
#embed "Demo/series.txt"
FILE_END
FILE_BEGIN(demo_module_1)
#embed "Demo/module-1.txt"
FILE_END
FILE_BEGIN(demo_module_2)
#embed "Demo/module-2.txt"
FILE_END
FILE_BEGIN(demo_module_3)
#embed "Demo/module-3.txt"
FILE_END
FILE_BEGIN(demo_module_4)
#embed "Demo/module-4.txt"
FILE_END
FILE_BEGIN(demo_koopkurrenz)
#embed "Demo/koopkurrenz.pdf"
FILE_END
FILE_BEGIN(demo_wohlfahrtspflege)
#embed "Demo/freie-wohlfahrtspflege.pptx"
FILE_END
FILE_BEGIN(demo_verwaltung)
#embed "Demo/verwaltung-von-innen.pdf"
FILE_END
FILE_BEGIN(demo_thinka)
#embed "Demo/thinka-meiningen.pptx"
FILE_END
FILE_BEGIN(demo_netzwerk)
#embed "Demo/netzwerk.webp"
FILE_END

static const cresources_file demo[] = {
    ENTRY("freie-wohlfahrtspflege.pptx", demo_wohlfahrtspflege),
    ENTRY("koopkurrenz.pdf", demo_koopkurrenz),
    ENTRY("module-1.txt", demo_module_1),
    ENTRY("module-2.txt", demo_module_2),
    ENTRY("module-3.txt", demo_module_3),
    ENTRY("module-4.txt", demo_module_4),
    ENTRY("netzwerk.webp", demo_netzwerk),
    ENTRY("series.txt", demo_series),
    ENTRY("thinka-meiningen.pptx", demo_thinka),
    ENTRY("verwaltung-von-innen.pdf", demo_verwaltung),
};
LIST(cresources_demo, demo)

FILE_BEGIN(common_passwords)
#embed "Passwords/common-passwords.txt"
FILE_END

static const cresources_file passwords = ENTRY("common-passwords.txt", common_passwords);

const cresources_file *cresources_passwords(void) {
    return &passwords;
}
