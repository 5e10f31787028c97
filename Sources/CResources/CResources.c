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

FILE_BEGIN(wording_access_code_de)
#embed "Wordings/access-code.de.txt"
FILE_END
FILE_BEGIN(wording_access_code_en)
#embed "Wordings/access-code.en.txt"
FILE_END
FILE_BEGIN(wording_access_revoked_de)
#embed "Wordings/access-revoked.de.txt"
FILE_END
FILE_BEGIN(wording_access_revoked_en)
#embed "Wordings/access-revoked.en.txt"
FILE_END
FILE_BEGIN(wording_address_changed_de)
#embed "Wordings/address-changed.de.txt"
FILE_END
FILE_BEGIN(wording_address_changed_en)
#embed "Wordings/address-changed.en.txt"
FILE_END
FILE_BEGIN(wording_admitted_de)
#embed "Wordings/admitted.de.txt"
FILE_END
FILE_BEGIN(wording_admitted_en)
#embed "Wordings/admitted.en.txt"
FILE_END
FILE_BEGIN(wording_credentials_de)
#embed "Wordings/credentials.de.txt"
FILE_END
FILE_BEGIN(wording_credentials_en)
#embed "Wordings/credentials.en.txt"
FILE_END
FILE_BEGIN(wording_new_credentials_de)
#embed "Wordings/new-credentials.de.txt"
FILE_END
FILE_BEGIN(wording_new_credentials_en)
#embed "Wordings/new-credentials.en.txt"
FILE_END
FILE_BEGIN(wording_password_changed_de)
#embed "Wordings/password-changed.de.txt"
FILE_END
FILE_BEGIN(wording_password_changed_en)
#embed "Wordings/password-changed.en.txt"
FILE_END
FILE_BEGIN(wording_request_declined_de)
#embed "Wordings/request-declined.de.txt"
FILE_END
FILE_BEGIN(wording_request_declined_en)
#embed "Wordings/request-declined.en.txt"
FILE_END
FILE_BEGIN(wording_request_received_de)
#embed "Wordings/request-received.de.txt"
FILE_END
FILE_BEGIN(wording_request_received_en)
#embed "Wordings/request-received.en.txt"
FILE_END
FILE_BEGIN(wording_requests_announced_de)
#embed "Wordings/requests-announced.de.txt"
FILE_END
FILE_BEGIN(wording_requests_announced_en)
#embed "Wordings/requests-announced.en.txt"
FILE_END
FILE_BEGIN(wording_requests_waiting_de)
#embed "Wordings/requests-waiting.de.txt"
FILE_END
FILE_BEGIN(wording_requests_waiting_en)
#embed "Wordings/requests-waiting.en.txt"
FILE_END

static const cresources_file wordings[] = {
    ENTRY("access-code.de.txt", wording_access_code_de),
    ENTRY("access-code.en.txt", wording_access_code_en),
    ENTRY("access-revoked.de.txt", wording_access_revoked_de),
    ENTRY("access-revoked.en.txt", wording_access_revoked_en),
    ENTRY("address-changed.de.txt", wording_address_changed_de),
    ENTRY("address-changed.en.txt", wording_address_changed_en),
    ENTRY("admitted.de.txt", wording_admitted_de),
    ENTRY("admitted.en.txt", wording_admitted_en),
    ENTRY("credentials.de.txt", wording_credentials_de),
    ENTRY("credentials.en.txt", wording_credentials_en),
    ENTRY("new-credentials.de.txt", wording_new_credentials_de),
    ENTRY("new-credentials.en.txt", wording_new_credentials_en),
    ENTRY("password-changed.de.txt", wording_password_changed_de),
    ENTRY("password-changed.en.txt", wording_password_changed_en),
    ENTRY("request-declined.de.txt", wording_request_declined_de),
    ENTRY("request-declined.en.txt", wording_request_declined_en),
    ENTRY("request-received.de.txt", wording_request_received_de),
    ENTRY("request-received.en.txt", wording_request_received_en),
    ENTRY("requests-announced.de.txt", wording_requests_announced_de),
    ENTRY("requests-announced.en.txt", wording_requests_announced_en),
    ENTRY("requests-waiting.de.txt", wording_requests_waiting_de),
    ENTRY("requests-waiting.en.txt", wording_requests_waiting_en),
};
LIST(cresources_wordings, wordings)

FILE_BEGIN(page_accessibility_de)
#embed "Pages/accessibility.de.txt"
FILE_END
FILE_BEGIN(page_accessibility_en)
#embed "Pages/accessibility.en.txt"
FILE_END
FILE_BEGIN(page_contact_de)
#embed "Pages/contact.de.txt"
FILE_END
FILE_BEGIN(page_contact_en)
#embed "Pages/contact.en.txt"
FILE_END
FILE_BEGIN(page_imprint_de)
#embed "Pages/imprint.de.txt"
FILE_END
FILE_BEGIN(page_imprint_en)
#embed "Pages/imprint.en.txt"
FILE_END
FILE_BEGIN(page_privacy_de)
#embed "Pages/privacy.de.txt"
FILE_END
FILE_BEGIN(page_privacy_en)
#embed "Pages/privacy.en.txt"
FILE_END

static const cresources_file pages[] = {
    ENTRY("accessibility.de.txt", page_accessibility_de),
    ENTRY("accessibility.en.txt", page_accessibility_en),
    ENTRY("contact.de.txt", page_contact_de),
    ENTRY("contact.en.txt", page_contact_en),
    ENTRY("imprint.de.txt", page_imprint_de),
    ENTRY("imprint.en.txt", page_imprint_en),
    ENTRY("privacy.de.txt", page_privacy_de),
    ENTRY("privacy.en.txt", page_privacy_en),
};
LIST(cresources_pages, pages)

FILE_BEGIN(common_passwords)
#embed "Passwords/common-passwords.txt"
FILE_END

static const cresources_file passwords = ENTRY("common-passwords.txt", common_passwords);

const cresources_file *cresources_passwords(void) {
    return &passwords;
}
