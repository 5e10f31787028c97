// Everything works without this file. It only helps: it shows a password that is typed, copies an address, proves the
// work that a form asks for, and tells that a form is on its way.
for (const button of document.querySelectorAll("button.show")) {
    const field = document.getElementById(button.getAttribute("aria-controls"));
    const show = (isShown) => {
        field.type = isShown ? "text" : "password";
        button.textContent = isShown ? button.dataset.hide : button.dataset.show;
    };
    button.hidden = false;
    button.addEventListener("click", () => show(field.type === "password"));
    // A password that is shown would be kept among the texts that a browser offers for the next form.
    field.form.addEventListener("submit", () => show(false));
}

for (const button of navigator.clipboard ? document.querySelectorAll("button.copy") : []) {
    button.hidden = false;
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.text ?? location.origin + location.pathname);
        document.getElementById(button.dataset.told).textContent = button.dataset.done;
    });
}

// The first 32 bits of the fractions of the roots of the first primes, as FIPS 180-4 has them.
const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number++) {
    if (PRIMES.every((prime) => number % prime !== 0)) PRIMES.push(number);
}
const SHA256_START = Int32Array.from(PRIMES.slice(0, 8), (prime) => ((prime ** (1 / 2)) % 1) * 2 ** 32);
const SHA256_CONSTANTS = Int32Array.from(PRIMES, (prime) => ((prime ** (1 / 3)) % 1) * 2 ** 32);

// A form for people who are not signed in asks for a little work, which keeps off whoever sends it in bulk: a number
// that makes the SHA-256 of its stamp begin with so many zero bits. It is looked for while somebody types.
for (const form of document.querySelectorAll("form[data-stamp]")) {
    const proof = form.elements.namedItem("proof");
    const stamp = form.dataset.stamp;
    const difficulty = Number(form.dataset.difficulty);
    const digest = sha256(`${stamp}:`);
    const holds = (number) => zeroBits(digest(String(number))) >= difficulty;
    // What is faster than people type is not taken; whoever is as fast waits here. A device that is too slow for the
    // work goes the way of those without a script, after a longer time.
    const begin = performance.now();
    const isReady = () => {
        const seconds = (performance.now() - begin) / 1000;
        return seconds >= Number(proof.value === "" ? form.dataset.longest : form.dataset.shortest);
    };
    // Some browsers put back what hidden fields held when the page was loaded before.
    form.elements.namedItem("stamp").value = stamp;
    if (proof.value !== "" && !holds(proof.value)) proof.value = "";
    let number = 0;
    const search = () => {
        // In short pieces, so that nobody notices while typing.
        const end = performance.now() + 12;
        while (proof.value === "" && performance.now() < end) {
            for (let i = 0; i < 64 && proof.value === ""; i++, number++) {
                if (holds(number)) proof.value = String(number);
            }
        }
        if (proof.value === "") setTimeout(search);
    };
    setTimeout(search);
    let isWaiting = false;
    form.addEventListener("submit", (event) => {
        if (isReady()) return;
        event.preventDefault();
        if (isWaiting) return;
        isWaiting = true;
        const button = event.submitter;
        const note = document.createElement("p");
        note.setAttribute("role", "status");
        form.append(note);
        note.textContent = form.dataset.working;
        const wait = setInterval(() => {
            if (!isReady()) return;
            clearInterval(wait);
            isWaiting = false;
            note.remove();
            if (form.requestSubmit) form.requestSubmit(button);
            else form.submit();
        }, 50);
    });
}

for (const form of document.querySelectorAll("form[data-sending]")) {
    const button = form.querySelector("button:not([type])");
    const words = button.textContent;
    form.addEventListener("submit", (event) => {
        // It waits for its proof of work, and is sent by itself then.
        if (event.defaultPrevented) return;
        // A second press while the first is on its way would only be asked twice.
        if (button.ariaDisabled === "true") return event.preventDefault();
        button.ariaDisabled = "true";
        button.textContent = form.dataset.sending;
    });
    // Whoever comes back finds the form as it was.
    addEventListener("pageshow", () => {
        button.ariaDisabled = null;
        button.textContent = words;
    });
}

// How many zero bits eight words begin with.
function zeroBits(words) {
    let count = 0;
    for (const word of words) {
        count += Math.clz32(word);
        if (word !== 0) break;
    }
    return count;
}

// SHA-256 (FIPS 180-4) of texts of ASCII signs that begin alike, as eight words. The browser's own answers later, each
// time anew, and not at all where there is no TLS.
function sha256(beginning) {
    const whole = beginning.length & ~63;
    const words = new Int32Array(64);
    const begun = Int32Array.from(SHA256_START);
    for (let place = 0; place < whole; place += 64) {
        for (let i = 0; i < 16; i++) words[i] = 0;
        for (let i = 0; i < 64; i++) words[i >> 2] |= beginning.charCodeAt(place + i) << (24 - 8 * (i & 3));
        compress(begun, words);
    }
    const state = new Int32Array(8);
    return (end) => {
        const rest = beginning.slice(whole) + end;
        const length = rest.length;
        state.set(begun);
        for (let place = 0; place <= length + 8; place += 64) {
            for (let i = 0; i < 16; i++) words[i] = 0;
            const count = Math.min(64, length - place);
            for (let i = 0; i < count; i++) words[i >> 2] |= rest.charCodeAt(place + i) << (24 - 8 * (i & 3));
            if (count >= 0 && count < 64) words[count >> 2] |= 0x80 << (24 - 8 * (count & 3));
            if (place + 64 > length + 8) words[15] = (whole + length) * 8;
            compress(state, words);
        }
        return state;
    };
}

// Takes a block of 16 words into the state; the other 48 of `words` are room to work in.
function compress(state, words) {
    for (let i = 16; i < 64; i++) {
        const x = words[i - 15];
        const y = words[i - 2];
        words[i] =
            words[i - 16] +
            words[i - 7] +
            (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
            (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
    }
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let d = state[3];
    let e = state[4];
    let f = state[5];
    let g = state[6];
    let h = state[7];
    for (let i = 0; i < 64; i++) {
        const one =
            (h +
                (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
                ((e & f) ^ (~e & g)) +
                SHA256_CONSTANTS[i] +
                words[i]) |
            0;
        const two =
            ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
                ((a & b) ^ (a & c) ^ (b & c))) |
            0;
        h = g;
        g = f;
        f = e;
        e = (d + one) | 0;
        d = c;
        c = b;
        b = a;
        a = (one + two) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}
