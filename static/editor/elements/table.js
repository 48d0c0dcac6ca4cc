// The journey as headings and tables, every cell editable: the same records, fields and commands.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../words.js";
import { remove } from "../core/commands/removing.js";
import { mayRemove } from "../core/signing.js";
import { flushAll } from "./fields/drafts.js";
import { titleOf } from "./fields/telling.js";
import { icon } from "./icon.js";
import "./fields/field.js";
import { JmHost } from "./inspector/host.js";
import { moving } from "./inspector/order.js";
import { quietly } from "./inspector/notes.js";
import { adders } from "./table/adding.js";
import { cell, fieldsOf, headingOf } from "./table/cells.js";
import { beside, editKey } from "./table/keys.js";
import { sections } from "./table/tables.js";

/** @typedef {import("./table/tables.js").Table} Table */
/** @typedef {import("./table/tables.js").Section} Section */

export class JmTable extends JmHost {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["records", "measures"];

  constructor() {
    super();
    /** @type {{row: string, name: string} | null} the cell that is being changed */
    this.editing = null;
    /** @type {Record<string, any>} what is typed into the line that adds */
    this.given = {};
    /** @type {Map<string, Table>} by row, where it stands */
    this.places = new Map();
    /** @type {string | null} the row whose menu is open */
    this.menu = null;
    this.chosen = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail === "selection" && this.mark();
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.app) return;
    this.app.map = this;
    this.app.addEventListener("update", this.chosen);
  }

  disconnectedCallback() {
    if (this.app?.map === this) this.app.map = null;
    this.app?.removeEventListener("update", this.chosen);
    super.disconnectedCallback();
  }

  get root() {
    return this;
  }

  render() {
    const { app } = this;
    if (!app) return nothing;
    const all = sections(app.session);
    this.places = new Map(all.flatMap(({ tables }) => tables.flatMap((table) => table.rows.map((row) => /** @type {[string, Table]} */ ([row.id, table])))));
    return html`<div class="sheets" @keydown=${this.pressed} @click=${this.clicked} @focusin=${this.entered} @focusout=${this.leftCell}>
      <nav class="jumps" aria-label=${_("Parts of the table")}><ul>${[{ key: "journey", title: _("The journey") }, ...all].map(({ key, title }) => html`<li><a href="#table-${key}">${title}</a></li>`)}</ul></nav>
      <section id="table-journey" tabindex="-1"><h3>${_("The journey")}</h3>${this.facts()}</section>
      ${repeat(all, ({ key }) => key, (each) => this.section(each))}
    </div>
    ${this.menuBox()}`;
  }

  /** The journey's own fields, a row each. */
  facts() {
    const { session } = this.app;
    const held = session.journey.get(session.journey.id);
    const fields = fieldsOf(session, "journey");
    return html`<div class="scroll"><table class="data facts-table">
      <caption class="visually-hidden">${_("The journey")}</caption>
      <thead class="visually-hidden"><tr><th scope="col">${_("Field")}</th><th scope="col">${_("Value")}</th></tr></thead>
      <tbody>${Object.keys(fields).map((name) => html`<tr><th scope="row">${fields[name].label}</th><td>${cell(this, held, { name }, fields[name].label)}</td></tr>`)}</tbody>
    </table></div>`;
  }

  /** @param {Section} section */
  section({ key, title, tables }) {
    return html`<section id="table-${key}" tabindex="-1"><h3>${title}</h3>${repeat(tables, (table) => table.key, (table) => this.table(table))}</section>`;
  }

  /** @param {Table} table */
  table(table) {
    const { session } = this.app;
    const headings = table.columns.map((column) => headingOf(session, table, column));
    return html`${table.heading ? html`<h4>${table.heading}</h4>` : nothing}
      ${table.rows.length
        ? html`<div class="scroll"><table class="data sheet-table table-${table.kind}">
            <caption class="visually-hidden">${table.caption}</caption>
            <thead><tr>${headings.map((each, at) => html`<th scope="col" class="column-${table.columns[at].name}">${each}</th>`)}<th scope="col"><span class="visually-hidden">${_("Row")}</span></th></tr></thead>
            <tbody>${repeat(table.rows, ({ id }) => id, (held) => this.row(table, held, headings))}</tbody>
          </table></div>`
        : html`<p class="muted none">${_("None yet.")}</p>`}
      ${adders(this, table.add)}`;
  }

  /** @param {Table} table @param {any} held @param {string[]} headings */
  row({ columns }, held, headings) {
    const [first, ...rest] = columns;
    const name = titleOf(this.app.session, held.id);
    return html`<tr data-id=${held.id}>
      <th scope="row">${cell(this, held, first, headings[0])}</th>
      ${rest.map((column, at) => html`<td>${cell(this, held, column, headings[at + 1])}</td>`)}
      <td class="row-end"><button class="tiny" data-menu=${held.id} aria-haspopup="menu" aria-label=${_("More for {name}", { name })}>${icon("dots")}</button></td>
    </tr>`;
  }

  // -- cells ----------------------------------------------------------------------------------

  /** @param {string} row @param {string} name */
  isEditing(row, name) {
    return this.editing?.row === row && this.editing.name === name;
  }

  /** @param {string} row @param {string} name */
  edit(row, name) {
    flushAll();
    this.editing = { row, name };
    this.adding = name === "touchpoints" ? `${row} touchpoint` : null;
    this.requestUpdate();
    return this.updateComplete.then(async () => {
      const field = /** @type {any} */ (this.querySelector(".cell-editor jm-field, .cell-editor jm-picker"));
      await field?.updateComplete;
      const control = /** @type {HTMLElement | null} */ (field?.control ?? field?.querySelector("input"));
      control?.focus();
      if (control instanceof HTMLInputElement && control.type === "text") control.select();
    });
  }

  /** Close the cell; with `back`, its button gets the focus. @param {boolean} back */
  closeCell(back) {
    if (!this.editing) return;
    const { row, name } = this.editing;
    flushAll();
    this.editing = null;
    this.adding = null;
    this.requestUpdate();
    if (back) this.updateComplete.then(() => this.button(row, name)?.focus());
  }

  /** @param {string} row @param {string} name @returns {HTMLElement | null} */
  button(row, name) {
    return this.querySelector(`button[data-row="${CSS.escape(row)}"][data-name="${CSS.escape(name)}"]`);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest("button");
    if (target?.dataset.row) this.edit(target.dataset.row, target.dataset.name ?? "");
    else if (target?.dataset.menu) this.openMenu(target.dataset.menu);
  }

  /** The row that has the focus is what is chosen. @param {FocusEvent} event */
  entered(event) {
    const row = /** @type {HTMLElement} */ (event.target).closest("tr")?.dataset.id;
    if (row && !this.app.selection.has(row)) this.app.selection.select([row]);
  }

  /** @param {FocusEvent} event */
  leftCell(event) {
    const editor = /** @type {HTMLElement} */ (event.target).closest(".cell-editor");
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (editor && to && !editor.contains(to)) this.closeCell(false);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing || event.defaultPrevented) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest(".cell-editor")) return this.pressedInside(event, target);
    if (!target.matches("button.cell")) return;
    const next = beside(target, event);
    if (next) next.focus();
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) this.move(target.dataset.row ?? "", event.key === "ArrowUp" ? "up" : "down", target.dataset.name ?? "");
    else if (editKey(event)) this.edit(target.dataset.row ?? "", target.dataset.name ?? "");
    else if (!["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} target */
  pressedInside(event, target) {
    event.stopPropagation();
    const ends = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || !(target instanceof HTMLTextAreaElement || target instanceof HTMLButtonElement || target.matches("summary"))));
    if (!ends) return;
    event.preventDefault();
    flushAll();
    if (event.key === "Escape" || !this.querySelector(".cell-editor .wrong, .cell-editor [aria-invalid=true]")) this.closeCell(true);
  }

  // -- rows -----------------------------------------------------------------------------------

  /** @param {string} id @param {"up" | "down"} way @param {string} name the column that keeps the focus */
  move(id, way, name) {
    const table = this.places.get(id);
    if (!table?.ordered || !this.app.may.edit) return;
    const change = moving(this.app.session, table.rows, this.app.find(id))[way];
    if (!this.app.do(change)) return;
    this.app.say(way === "up" ? _("Moved up.") : _("Moved down."));
    this.updateComplete.then(() => this.button(id, name)?.focus());
  }

  /** @param {string} name @param {any} value */
  give(name, value) {
    this.given[name] = value;
    this.requestUpdate();
  }

  /** @param {string} key */
  startAdding(key) {
    this.given = {};
    super.startAdding(key);
  }

  /** Make the row; the line waits for the next. @param {import("../app.js").Change | null} change */
  add(change) {
    if (!this.app.do(quietly(change))) return;
    const key = this.adding;
    this.given = Object.fromEntries(Object.entries(this.given).filter(([name]) => name === "step" || name === "source"));
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(`form[data-adder="${CSS.escape(key ?? "")}"] input`))?.focus());
  }

  /** @param {string} row */
  openMenu(row) {
    this.menu = row;
    this.requestUpdate();
    this.updateComplete.then(() => {
      const box = /** @type {HTMLElement} */ (this.querySelector(".row-menu"));
      const at = /** @type {HTMLElement} */ (this.querySelector(`[data-menu="${CSS.escape(row)}"]`)).getBoundingClientRect();
      box.showPopover();
      box.style.top = `${Math.min(at.bottom + 4, innerHeight - box.offsetHeight - 4)}px`;
      box.style.left = `${Math.max(4, at.right - box.offsetWidth)}px`;
      /** @type {HTMLElement | null} */ (box.querySelector("button"))?.focus();
    });
  }

  menuBox() {
    const { app, menu } = this;
    const table = menu ? this.places.get(menu) : undefined;
    const held = menu ? app.find(menu) : undefined;
    /** @type {[string, string, () => void][]} */
    const choices = [];
    if (menu && table && held) {
      const name = table.columns[0].name;
      const may = held.kind === "comment" ? app.may.comment && mayRemove(app.session, held) : app.may.edit;
      choices.push([_("All its details"), "open", () => this.details(menu)]);
      if (may && table.ordered) choices.push([_("Move up"), "up", () => this.move(menu, "up", name)], [_("Move down"), "down", () => this.move(menu, "down", name)]);
      if (may) choices.push([_("Delete"), "trash", () => this.take(menu, table)]);
    }
    return html`<div class="row-menu" popover role="menu" aria-label=${_("Row")} @keydown=${this.pressedMenu} @toggle=${this.toggledMenu}>
      ${choices.map(([label, sign, run]) => html`<button class="menu-item" role="menuitem" tabindex="-1" @click=${() => this.choose(run)}>${icon(sign)}${label}</button>`)}
    </div>`;
  }

  /** @param {() => void} run */
  choose(run) {
    const row = this.menu;
    /** @type {HTMLElement} */ (this.querySelector(".row-menu")).hidePopover();
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-menu="${CSS.escape(row ?? "")}"]`))?.focus();
    run();
  }

  /** @param {KeyboardEvent} event */
  pressedMenu(event) {
    event.stopPropagation();
    const items = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".row-menu [role=menuitem]")]);
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) items[(next + items.length) % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.choose(() => {});
    else return;
    event.preventDefault();
  }

  /** @param {ToggleEvent} event */
  toggledMenu(event) {
    if (event.newState === "closed") this.menu = null;
  }

  /** @param {string} row */
  details(row) {
    this.app.selection.select([row]);
    this.app.run("inspector");
  }

  /** Take a row away; the next one gets the focus. @param {string} row @param {Table} table */
  take(row, table) {
    const at = table.rows.findIndex(({ id }) => id === row);
    const next = table.rows[at + 1] ?? table.rows[at - 1];
    if (!this.app.do(quietly(remove(this.app.session, [row])))) return;
    this.updateComplete.then(() => (next ? this.button(next.id, table.columns[0].name)?.focus() : /** @type {HTMLElement | null} */ (this.querySelector(`[data-adder="${CSS.escape(table.add[0]?.key ?? "")}"]`))?.focus()));
  }

  // -- what actions ask of a view -------------------------------------------------------------

  /** @param {string} id @returns {HTMLElement | null} */
  rowOf(id) {
    return this.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
  }

  /** @param {string} id */
  reveal(id) {
    this.rowOf(id)?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} id */
  focusItem(id) {
    const row = this.rowOf(id);
    this.reveal(id);
    /** @type {HTMLElement | null} */ (row?.querySelector("button"))?.focus({ preventScroll: true });
  }

  /** @param {string} id */
  box(id) {
    return this.rowOf(id)?.getBoundingClientRect();
  }

  /** Show which rows are chosen, without drawing them anew. */
  mark() {
    for (const row of this.querySelectorAll("tr.chosen")) row.classList.remove("chosen");
    for (const id of this.app.selection.ids) this.rowOf(id)?.classList.add("chosen");
  }

  updated() {
    if (this.app) this.mark();
  }
}
customElements.define("jm-table", JmTable);
