// Everything works without this file. It only helps: it shows a password that is typed, copies an address, and tells
// that a form is on its way.
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

for (const form of document.querySelectorAll("form[data-sending]")) {
    const button = form.querySelector("button:not([type])");
    const words = button.textContent;
    form.addEventListener("submit", (event) => {
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
