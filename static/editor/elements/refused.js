// Edits that the server would not take: why, what they would have done, and what to do with them.
// Where access has ended, also those that it was never asked for: to be copied.
// @ts-check
import { html } from "lit";
import { _, language } from "../words.js";
import { drop, faults, retry } from "../core/deciding.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";

/** @typedef {import("../core/session.js").Refused} Refused */
/** @typedef {import("../core/store.js").Job} Job */

const SHOWN = 8;

export class JmRefused extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["status"];

  render() {
    /** @type {Refused[]} */
    const all = this.app.session.status.refused;
    const ended = this.app.session.status.state === "ended";
    const kept = ended ? this.app.session.queue : [];
    return html`<dialog class="refused" aria-labelledby="refused-title" @cancel=${this.close} @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && this.close(event)}>
      <div class="refused-box">
        <header class="keys-top"><h2 id="refused-title" tabindex="-1">${ended ? _("Edits that are kept here") : _("Edits that no longer fit")}</h2>
          <button class="tool" aria-label=${_("Close")} @click=${this.close}>${icon("close")}</button></header>
        <p class="muted">${ended ? _("They were not saved, and stay in this browser. Copy what you need.") : all.length ? _("Others were faster, or something is gone. Nothing here is lost until you discard it.") : _("There are none any more.")}</p>
        <ul class="refused-list">${kept.map((/** @type {Job} */ job) => this.waiting(job))}${all.map((each) => this.one(each))}</ul>
      </div>
    </dialog>`;
  }

  /** @param {Refused} refused */
  one(refused) {
    const { session } = this.app;
    const lines = wanted(this.app, refused.job);
    return html`<li class="refused-one">
      <h3>${refused.job.label || _("An edit")}</h3>
      <p class="small muted">${new Date(refused.at).toLocaleString(language())}</p>
      <p class="refused-why">${reasons(session, refused)}</p>
      ${told(lines)}
      <div class="refused-do">
        <button class="button button-small" @click=${() => this.decided(() => retry(session, refused))}>${_("Try again")}</button>
        <button class="button button-small" @click=${() => this.copy(lines, refused.job)}>${_("Copy")}</button>
        <button class="button button-small button-quiet" @click=${() => this.decided(() => drop(session, refused))}>${_("Discard")}</button>
      </div>
    </li>`;
  }

  /** @param {Job} job */
  waiting(job) {
    const lines = wanted(this.app, job);
    return html`<li class="refused-one">
      <h3>${job.label || _("An edit")}</h3>
      ${told(lines)}
      <div class="refused-do"><button class="button button-small" @click=${() => this.copy(lines, job)}>${_("Copy")}</button></div>
    </li>`;
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
  }

  /** Do it; the focus stays in the dialog. @param {() => void} work */
  async decided(work) {
    work();
    await this.updateComplete;
    if (!this.app.session.status.refused.length) return this.close();
    /** @type {HTMLElement | null} */ (this.querySelector("#refused-title"))?.focus();
  }

  /** @param {[string, string][]} lines @param {Job} job */
  async copy(lines, job) {
    const text = [job.label, ...lines.map(([name, value]) => `${name}: ${value}`)].join("\n");
    try {
      await navigator.clipboard.writeText(text);
      this.app.say(_("Copied."));
    } catch {
      this.app.warn(text); // no clipboard here: it can be marked and copied by hand
      this.close();
    }
  }

  /** @param {Event} [event] */
  close(event) {
    event?.preventDefault();
    this.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("closed"));
  }
}
customElements.define("jm-refused", JmRefused);

/**
 * Why, in the reader's words where they are known here, else in the server's.
 * @param {any} session @param {Refused} refused
 */
function reasons(session, { job, detail, problems }) {
  const name = job.document === session.journey.id ? "journey" : "catalogue";
  const found = job.ops ? faults(session, { label: job.label, [name]: job.ops }) : [];
  const texts = new Set(found.length ? found : [detail, ...problems.map((each) => each.message)].filter(Boolean));
  return texts.size ? [...texts].join(" ") : _("The server refused it.");
}

/** @param {[string, string][]} lines */
function told(lines) {
  return html`${lines.length ? html`<dl class="refused-what">${lines.slice(0, SHOWN).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>` : ""}
    ${lines.length > SHOWN ? html`<p class="small muted">…</p>` : ""}`;
}

/**
 * What it would have set, as the reader calls it.
 * @param {any} app @param {Job} job
 * @returns {[string, string][]}
 */
function wanted(app, job) {
  const { session } = app;
  const { kinds } = session.schema[job.document === session.journey.id ? "journey" : "catalogue"];
  return (job.ops ?? []).flatMap((op) => {
    const kind = op.kind ?? app.find(op.id)?.kind ?? "";
    const named = kinds[kind]?.label ?? kind;
    if (op.op === "remove") return [/** @type {[string, string]} */ ([named, _("removed")])];
    return Object.entries(op.set ?? op.value ?? {}).flatMap(([name, value]) => {
      const field = kinds[kind]?.fields[name];
      if (field?.type === "order") return [];
      return [/** @type {[string, string]} */ ([`${named}: ${field?.label ?? name}`, shown(app, field, value)])];
    });
  });
}

/** @param {any} app @param {import("../core/schema.js").Field | undefined} field @param {any} value @returns {string} */
function shown(app, field, value) {
  if (value === null || value === "") return _("(empty)");
  if (Array.isArray(value)) return value.map((each) => shown(app, field, each)).join(", ");
  if (typeof value === "object") return Object.values(value).map((each) => shown(app, undefined, each)).join(", ");
  if (typeof value === "boolean") return value ? _("yes") : _("no");
  if (field?.ref) return String(titleOf(app.find(value)) || value);
  return field?.choices?.find(([each]) => each === value)?.[1] ?? String(value);
}

/** @param {import("../core/ops.js").Held | undefined} held */
function titleOf(held) {
  return held?.value.title ?? held?.value.name ?? held?.value.text ?? "";
}
