// Going to the words of what is chosen: the inspector, its fields, the other views.
// @ts-check
import { _ } from "../words.js";
import { need } from "../later.js";

/** @typedef {import("../app.js").Command} Command */
/** @typedef {import("../app.js").App} App */

/** @param {string} [field] */
async function enter(field) {
  await need("jm-inspector");
  return /** @type {any} */ (document.querySelector("jm-inspector"))?.enter(field);
}

/** @param {string} name */
function isOne(name) {
  return (/** @type {App} */ app) => app.selection.only !== null && app.find(app.selection.only)?.kind === name;
}

/** @param {string} view */
function go(view) {
  return (/** @type {App} */ app) => location.assign(app.session.boot.urls[view]);
}

/** @type {Command[]} */
export const open = [
  {
    name: "inspector",
    label: () => _("Go to the details of what is chosen"),
    group: "view",
    keys: ["Alt+Enter"],
    run: () => enter(),
  },
  {
    name: "journey-details",
    label: () => _("Details of the journey: actors, lanes, personas"),
    group: "view",
    keys: ["Alt+J"],
    run: (app) => {
      app.selection.clear();
      return app.view === "table" ? document.getElementById("table-journey")?.focus() : enter();
    },
  },
  {
    name: "set-actor",
    label: () => _("Choose who acts in the step"),
    group: "step",
    keys: [],
    when: (app) => app.may.edit && isOne("step")(app),
    run: () => enter("actor"),
  },
  {
    name: "set-promise",
    label: () => _("Set the promised time of the step"),
    group: "step",
    keys: [],
    when: (app) => app.may.edit && isOne("step")(app),
    run: () => enter("promised_time"),
  },
  {
    name: "go-table",
    label: () => _("Go to the table"),
    group: "view",
    keys: [],
    when: (app) => app.view !== "table" && Boolean(app.session.boot.urls.table),
    run: go("table"),
  },
  {
    name: "go-map",
    label: () => _("Go to the map"),
    group: "view",
    keys: [],
    when: (app) => app.view !== "map" && Boolean(app.session.boot.urls.map),
    run: go("map"),
  },
  {
    name: "go-history",
    label: () => _("Go to the history: of what is chosen, or of all"),
    group: "view",
    keys: [],
    when: (app) => Boolean(app.session.boot.urls.history),
    run: ({ selection: { only }, session: { boot, journey } }) =>
      location.assign(boot.urls.history + (only && journey.get(only) ? `?record=${only}` : "")),
  },
];
