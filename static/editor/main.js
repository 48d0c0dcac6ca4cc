// The editor's page: reads what the server put into it and starts.
// @ts-check
import { setWords } from "./words.js";
import { Session } from "./core/session.js";
import { App } from "./app.js";
import "./elements/editor.js";
import "./elements/tools.js";
import { need, needAll } from "./later.js";
import { leaving } from "./leaving.js";
import { begin } from "./tools/index.js";

const boot = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("boot")).textContent ?? "");
setWords(boot.words, boot.language);
const session = new Session(boot);
await Promise.all([session.ready, need(`jm-${boot.view}`)]);
const app = new App(session, boot.view);
for (const each of document.querySelectorAll("jm-editor, jm-tools, jm-title, jm-whose")) {
  if (each.localName === "jm-title") each.replaceChildren(); // what the server wrote there
  Object.assign(each, { app });
}
document.querySelector(".first")?.remove();
leaving(app);
const editor = /** @type {import("./elements/editor.js").JmEditor} */ (document.querySelector("jm-editor"));
begin(app, editor);
const wanted = new URLSearchParams(location.search).get("step") ?? "";
if (session.journey.get(wanted)?.kind === "step") {
  await editor.updateComplete;
  await app.map?.updateComplete;
  app.focus(wanted);
}
void needAll(app);
