"""What sslyze and testssl.sh find on the default settings."""

import json
import shutil
import ssl
import subprocess
import sys

import pytest

from certificates import openssl
from secure_client import HOST, connect, trusting
from site_driver import PATIENCE, clean_environment, free_port

TESTSSL = shutil.which("testssl")


SUITES_1_2 = {"AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256"}


@pytest.mark.parametrize("bits", [None, 2048], ids=["P-256", "RSA"])
def test_sslyze_finds_what_mozilla_recommends_and_no_fault(house, authority, tmp_path, bits):
    """T1: the "intermediate" configuration, which leaves ECDHE with AEAD alone; the exit code says whether it is."""
    authority.issue("scanned", HOST, bits=bits).copy_to(house.certificate)
    server = house.serve()
    found = tmp_path / "sslyze.json"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "sslyze", "--mozilla_config", "intermediate", "--resum", "--early_data",
         "--certinfo_ca_file", authority.certificate, "--json_out", found, f"{HOST}:{server.port}{{127.0.0.1}}"],
        capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    [scan] = json.loads(found.read_text())["server_scan_results"]
    assert scan["scan_status"] == "COMPLETED"
    results = {name: part["result"] for name, part in scan["scan_result"].items() if part["status"] == "COMPLETED"}

    def suites(version):
        return {suite["cipher_suite"]["name"] for suite in results[version]["accepted_cipher_suites"]}

    kind = "RSA" if bits else "ECDSA"
    assert suites("tls_1_2_cipher_suites") == {f"TLS_ECDHE_{kind}_WITH_{rest}" for rest in SUITES_1_2}
    assert suites("tls_1_3_cipher_suites") == {f"TLS_{rest}" for rest in SUITES_1_2}
    for version in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"]:
        assert suites(f"{version}_cipher_suites") == set()
    assert results["tls_compression"]["supports_compression"] is False
    assert results["tls_1_3_early_data"]["supports_early_data"] is False
    assert results["session_renegotiation"]["supports_secure_renegotiation"] is True
    assert results["session_renegotiation"]["is_vulnerable_to_client_renegotiation_dos"] is False
    assert results["heartbleed"]["is_vulnerable_to_heartbleed"] is False
    assert results["robot"]["robot_result"] == "NOT_VULNERABLE_RSA_NOT_SUPPORTED"
    assert results["openssl_ccs_injection"]["is_vulnerable_to_ccs_injection"] is False
    assert results["tls_fallback_scsv"]["supports_fallback_scsv"] is True
    assert results["tls_extended_master_secret"]["supports_ems_extension"] is True
    assert results["session_resumption"]["tls_ticket_resumption_result"] == "FULLY_SUPPORTED"
    curves = {curve["name"] for curve in results["elliptic_curves"]["supported_curves"]}
    assert curves == {"X25519", "secp256r1", "secp384r1"}
    for deployment in results["certificate_info"]["certificate_deployments"]:
        assert deployment["received_chain_has_valid_order"] is True
        assert deployment["received_chain_contains_anchor_certificate"] is False
        assert any(part["was_validation_successful"] for part in deployment["path_validation_results"])


# What testssl.sh says of the place where it runs, not of the server.
BESIDE = {
    "engine_problem": "its openssl has no GOST engine, which only the tool itself could use",
    "sessionresumption_ticket": "its client does not always get as far on a busy machine; sslyze resumes five of five",
    "DNS_CAArecord": "the name 'localhost' has no CAA record; that is for the admin's DNS",
}


def test_testssl_finds_nothing_worse_than_informational(house, authority, tmp_path):
    """T2, on the default settings."""
    port = free_port()
    house.serve(listen=f"127.0.0.1:{port}", public_url=f"https://localhost:{port}")
    file = tmp_path / "testssl.json"
    done = subprocess.run(
        [TESTSSL, "--quiet", "--color", "0", "--warnings", "off", "--ip", "127.0.0.1", "--add-ca",
         authority.certificate, "-p", "-S", "-P", "-h", "-U", "--jsonfile", file, f"https://localhost:{port}"],
        capture_output=True, text=True, timeout=3 * PATIENCE, stdin=subprocess.DEVNULL, env=clean_environment(TERM="dumb"))
    found = json.loads(file.read_text())
    bad = [entry for entry in found if entry["severity"] not in ("OK", "INFO") and entry["id"] not in BESIDE]
    assert bad == [], done.stdout
    names = {entry["id"] for entry in found}
    # The scan came to its end and looked at each of these.
    assert names >= {
        "TLS1_2", "TLS1_3", "ALPN", "cipher_order", "cert_chain_of_trust", "HSTS_time", "heartbleed", "CCS",
        "ticketbleed", "ROBOT", "secure_renego", "secure_client_renego", "CRIME_TLS", "BREACH", "POODLE_SSL",
        "fallback_SCSV", "SWEET32", "FREAK", "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4", "scanTime"}


@pytest.mark.parametrize("offered, chosen", [
    (["AES256-GCM-SHA384"], "AES256-GCM-SHA384"),
    (["AES256-GCM-SHA384", "AES128-GCM-SHA256"], "AES128-GCM-SHA256"),
    (["AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-GCM-SHA256"], "AES128-GCM-SHA256"),
    # Who puts ChaCha20 first has no AES in hardware.
    (["CHACHA20-POLY1305", "AES128-GCM-SHA256"], "CHACHA20-POLY1305"),
])
def test_server_chooses_the_suite_but_spares_slow_clients(served, authority, offered, chosen):
    context = trusting(authority)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(":".join(f"ECDHE-ECDSA-{suite}" for suite in offered))
    with connect(served.server.port, context) as connection:
        assert connection.cipher()[0] == f"ECDHE-ECDSA-{chosen}"
