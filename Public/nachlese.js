// Everything works without this file. It only lets people see the password they type.
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
