// Buttons that copy what stands in the field beside them.
// @ts-check

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const field = document.getElementById(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement)) continue;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    // Where the clipboard is not to be had (no https), the text stays selected for the keys.
    const done = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    const said = button.nextElementSibling;
    if (done && said) said.textContent = button.dataset.copied ?? "";
    button.classList.toggle("copied", Boolean(done));
  });
}
