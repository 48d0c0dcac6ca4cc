// In the page's bar, for who may read single answers: which answers the map shows.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { Listening, sayShown } from "../listening.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";
import "./choose.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../app.js").Command} Command */

export class JmAnswers extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["measures", "records"];

  willUpdate() {
    const { app } = this;
    if (!app || this.listening) return;
    this.listening = new Listening(app).begin();
    for (const each of commands(this.listening)) app.commands.set(each.name, each);
    app.tell("measures"); // what says which answers are shown has its buttons now
  }

  render() {
    const { app } = this;
    if (!app?.may.answers) return nothing;
    const { of, beside } = app.session.measures;
    const label = _("Choose which answers are shown");
    return html`<button class="tool answers-tool ${of || beside ? "on" : ""}" aria-haspopup="dialog" aria-label=${label} title=${label} @click=${() => app.run("choose-answers")}>${icon("filter")}</button>`;
  }
}
customElements.define("jm-answers", JmAnswers);

/** @param {Listening} listening @returns {Command[]} */
function commands(listening) {
  /** @param {App} app @param {string | null} query */
  const show = async (app, query) => {
    if (query === null || query === undefined) return;
    if (await listening.choose(query)) sayShown(app);
    else app.warn(_("These answers could not be fetched. Try again when there is a network."));
  };
  const may = (/** @type {App} */ app) => app.may.answers;
  return [
    { name: "choose-answers", label: () => _("Choose which answers are shown, or compare two groups"), group: "view", keys: [], when: may, run: async (app) => show(app, await app.open("jm-choose", { query: listening.query })) },
    { name: "all-answers", label: () => _("Show all answers"), group: "view", keys: [], when: (app) => may(app) && listening.query !== "", run: (app) => show(app, "") },
  ];
}
