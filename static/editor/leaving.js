// The question before a sign-out that would leave edits behind.
// @ts-check
import { _, ngettext } from "./words.js";
import "./elements/ask.js"; // at once: it asks for what would be lost when there is no network

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
export function leaving(app) {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[action$="/sign-out/"]'))) {
    form.addEventListener("submit", async (event) => {
      const { pending, refused } = app.session.status;
      const n = pending + refused.length;
      if (!n) return;
      event.preventDefault();
      const question = ngettext(
        "{n} edit is kept in this browser only. It is sent when you sign in here again.",
        "{n} edits are kept in this browser only. They are sent when you sign in here again.",
        n,
      );
      const answers = [{ label: _("Stay signed in"), value: "stay" }, { label: _("Sign out"), value: "leave" }];
      if ((await app.open("jm-ask", { question, answers })) === "leave") form.submit();
    });
  }
}
