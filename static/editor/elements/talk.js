// What is said, in the page's bar: how much of it is new, and the way to all threads.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "../words.js";
import { shown } from "../keys.js";
import { talk } from "../actions/talk.js";
import { Talk } from "../talk.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";
import "./whose.js";

export class JmTalk extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["talk", "records"];

  willUpdate() {
    const { app } = this;
    if (!app || app.talk) return;
    app.talk = new Talk(app);
    for (const each of talk) app.commands.set(each.name, each);
    app.tell("talk");
    void app.talk.begin().then(() => this.arrive());
  }

  /** The page may have been asked for one comment: a mention leads here. */
  arrive() {
    const wanted = new URLSearchParams(location.search).get("talk");
    if (wanted) this.app.run("talk", { comment: wanted });
  }

  render() {
    const { app } = this;
    if (!app?.talk) return nothing;
    const { unread } = app.talk;
    const label = unread ? ngettext("Comments, {n} unread", "Comments, {n} unread", unread) : _("Comments");
    return html`<button class="tool talk-tool" aria-haspopup="dialog" aria-label=${label} title="${label} (${shown("Alt+C")})" @click=${() => app.run("talk")}>
      ${icon("talk")}${unread ? html`<span class="talk-unread" aria-hidden="true">${unread < 100 ? unread : "99+"}</span>` : nothing}
    </button>`;
  }
}
customElements.define("jm-talk", JmTalk);
