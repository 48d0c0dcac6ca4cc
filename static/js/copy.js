// Buttons that copy what stands in the field beside them.
// @ts-check

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const field = document.getElementById(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    const done = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    if (!done) return field.focus(); // no clipboard without https: it is chosen, for the keys
    const said = button.nextElementSibling;
    if (said) said.textContent = button.dataset.copied ?? "";
    return button.classList.add("copied");
  });
}
