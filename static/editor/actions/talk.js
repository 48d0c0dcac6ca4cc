// Commands of talk. They come with what shows it (`elements/talk.js`).
// @ts-check
import { _ } from "../words.js";
import { need } from "../later.js";
import { adderOf, foldOf } from "../elements/inspector/comments.js";
import { remember } from "../elements/inspector/remember.js";
import "../elements/threads.js";
import { command, here } from "./here.js";

/** @typedef {import("../app.js").App} App */

const AT = ["card", "chip", "finding", "idea", "note", "exit", "way", "point-expectation", "point-assumed", "stage", "lane"];

/** What is said of what has the focus, and a place to say more. @param {App} app */
async function comment(app) {
  const held = app.session.journey.get(here(app).id ?? "");
  if (!held) return;
  app.selection.select([held.id]);
  remember(foldOf(held.kind), true);
  await need("jm-inspector");
  const side = /** @type {any} */ (document.querySelector("jm-inspector"));
  side.raised = true;
  side.requestUpdate();
  await side.updateComplete;
  side.startAdding(adderOf(held.id));
}

/** @param {App} app */
const atRecord = (app) => Boolean(app.may.comment && app.session.journey.get(here(app).id ?? ""));

/** @type {import("../app.js").Command[]} */
export const talk = [
  command("comment", () => _("Comment"), "draw", ["C"], { on: AT, when: atRecord, run: comment }),
  command("talk", () => _("All comments"), "view", ["Alt+C", "Shift+C"], { run: (app, args) => app.open("jm-threads", { wanted: args?.comment ?? "" }) }),
  command("read-all", () => _("Mark all comments as read"), "view", [], { when: (app) => Boolean(app.talk?.unread), run: (app) => app.talk?.readAll() }),
];
