// How each kind of item looks: real HTML, placed by transforms. Whatever is done to it is done by
// delegation on data-id, data-kind and data-part.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { easeOf } from "../../core/experience.js";
import { divided, duration, percent, score } from "../../core/saying.js";
import { choice, exitText, metSentence, noteOf, sentence, waySentence } from "../../core/sentence.js";
import { icon } from "../icon.js";

/** @typedef {import("../../core/geometry.js").Item} Item */
/** @typedef {import("../../core/model.js").Model} Model */
/** @typedef {import("../../core/model.js").Step} Step */
/**
 * What templates know beyond their item.
 * @typedef {object} Seen
 * @property {Model} model
 * @property {ReadonlySet<string>} chosen ids
 * @property {string | null} focus the key of the item that Tab reaches
 * @property {ReadonlySet<string>} lifted ids of what a preview moves
 * @property {boolean} edit whether the reader may edit
 * @property {import("../../talk.js").Talk} [talk] what is said of them, once it is there
 */

const ACTORS = { customer: "person", staff: "staff", partner: "partner", system: "system" };

/** @param {{x: number, y: number, w: number, h: number}} box */
export const place = ({ x, y, w, h }) => `transform:translate(${x}px,${y}px);width:${w}px;height:${h}px`;

/** The language of what people wrote, where it is not the page's. @param {Model} model */
export function tongue({ journey, boot }) {
  const written = journey?.value.language ?? boot.schema.journey.kinds.journey.fields.language.default;
  return written === boot.language ? nothing : written;
}

/** @param {Item} item @param {Seen} seen */
export function drawItem(item, seen) {
  return PARTS[item.part](item, seen);
}

/** @type {Record<import("../../core/geometry.js").Part, (item: Item, seen: Seen) => any>} */
const PARTS = {
  card,
  exit,
  chip,
  finding,
  idea,
  note,
  bars,
  time,
  of,
  way,
  "point-expectation": point,
  "point-assumed": point,
};

/**
 * What every item that can be chosen has.
 * @param {Item} item @param {Seen} seen @param {string} classes @param {string} said @param {any} inside
 */
function button(item, seen, classes, said, inside) {
  const { key, id, kind, part } = item;
  const chosen = seen.chosen.has(id);
  return html`<div
    class="m-item ${classes} ${chosen ? "chosen" : ""} ${seen.lifted.has(id) ? "lifted" : ""}"
    role="button"
    tabindex=${key === seen.focus ? 0 : -1}
    aria-pressed=${chosen ? "true" : "false"}
    aria-label=${said + (seen.talk?.said(id) ?? "")}
    data-key=${key}
    data-id=${id}
    data-kind=${kind}
    data-part=${part}
    data-step=${item.step ?? nothing}
    data-lane=${item.lane}
    .style=${place(item)}
  >${inside}${seen.talk?.badge(id)}</div>`;
}

/** @param {Item} item @param {Seen} seen */
function card(item, seen) {
  const step = /** @type {Step} */ (item.of);
  const { actor, truth, mandatory, opens, pains, folded } = step;
  const inside = html`<span class="m-card-title" lang=${tongue(seen.model)} title=${step.title}>${divided(step.title)}</span>
    <span class="m-card-foot">
      ${actor ? html`${icon(ACTORS[/** @type {"staff"} */ (actor.kind)] ?? "person")}<span class="m-card-actor" lang=${tongue(seen.model)}>${actor.name}</span>` : html`<span class="m-card-actor"></span>`}
      ${opens ? icon("opens") : nothing}${mandatory ? icon("mandatory") : nothing}${truth ? html`<span class="m-truth"></span>` : nothing}
    </span>
    ${pains ? html`<span class="m-badge-pains" title=${_("Open pain points: {count}", { count: pains })}>${pains < 100 ? pains : "99+"}</span>` : nothing}
    ${seen.edit && !folded ? html`<span class="m-handle" data-part="handle" data-id=${item.id} data-kind="step" aria-hidden="true">${icon("plus")}</span>` : nothing}`;
  return button(item, seen, `m-card-step ${truth ? "m-card-truth" : ""} ${folded ? "m-card-folded" : ""}`, sentence(seen.model, step), inside);
}

/** @param {Item} item @param {Seen} seen */
function exit(item, seen) {
  const said = exitText(item.of);
  return button(item, seen, "m-exit", waySentence(seen.model, item.of), html`${icon("exit")}<span class="m-lines2" lang=${tongue(seen.model)} title=${said}>${divided(said)}</span>`);
}

/** @param {Item} item @param {Seen} seen */
function chip(item, seen) {
  const said = metSentence(seen.model, item.of);
  return button(item, seen, `m-kind m-kind-of-${item.of.kind}`, said, html`${icon(item.of.kind)}<span class="m-line" lang=${tongue(seen.model)} title=${said}>${item.of.name}</span>`);
}

/** @param {Item} item @param {Seen} seen */
function finding(item, seen) {
  const { kind, title, severity, status, hurts } = item.of;
  const note = noteOf(seen.model, item.of);
  const closed = kind === "pain" && !hurts;
  const said = `${choice(seen.model, "finding", "kind", kind)}: ${title} · ${note}`;
  return button(item, seen, `m-leaf m-leaf-${kind} m-severity-${severity ?? 0} ${closed ? "closed" : ""}`, said, leaf(seen, kind, title, note, said));
}

/** @param {Item} item @param {Seen} seen */
function idea(item, seen) {
  const { kind, title } = item.of;
  const note = noteOf(seen.model, item.of);
  return button(item, seen, `m-leaf m-leaf-${kind}`, `${title} · ${note}`, leaf(seen, kind, title, note, `${title} · ${note}`));
}

/** @param {Seen} seen @param {string} kind @param {string} title @param {string} note @param {string} said */
function leaf({ model }, kind, title, note, said) {
  return html`${icon(kind)}<span class="m-leaf-text" title=${said}><span class="m-lines2 m-leaf-title" lang=${tongue(model)}>${divided(title)}</span><span class="m-lines2 m-leaf-note">${note}</span></span>`;
}

/** @param {Item} item @param {Seen} seen */
function note(item, seen) {
  const { text } = item.of;
  return button(item, seen, "m-leaf m-leaf-own", text, html`<span class="m-lines3" lang=${tongue(seen.model)} title=${text}>${divided(text)}</span>`);
}

/** @param {Item} item @param {Seen} seen */
function bars(item, seen) {
  const step = /** @type {Step} */ (item.of);
  const names = { prompt: _("prompt"), easy: _("easy"), done: _("got it done"), "": "" };
  const rows = easeOf(seen.model, step).map((line) => ({ ...line, said: line.of ? shareSentence(line) : line.text }));
  const inside = rows.map(({ letter, name, of, text, said }, at) =>
    of
      ? html`<span class="m-bar-row ${letter ? "m-bar-two" : ""}" title=${said}><span class="m-line">${rows[at - 1]?.name === name ? "" : names[name]}</span><span class="m-bar-track"><span class="m-bar-fill m-bar-fill-${name} ${letter === "B" ? "m-bar-beside" : ""}" .style=${`width:${of.share * 100}%`}></span></span><b>${letter} ${percent(of.share)}</b></span>`
      : html`<span class="m-line ${letter || rows.length === 1 ? "m-quiet" : "m-bar-differs"}">${text}</span>`,
  );
  return button(item, seen, "m-bars", `${step.title}: ${rows.map(({ said }) => said).join("; ")}`, inside);

  /** @param {import("../../core/experience.js").Ease} line */
  function shareSentence({ letter, name, of }) {
    const { share, n, low, high } = /** @type {import("../../core/model.js").Share} */ (of);
    const interval = _("95% interval {low}–{high}", { low: percent(low), high: percent(high) });
    return `${names[name]}: ${letter} ${percent(share)}, n=${n}, ${interval}`.replace(":  ", ": ");
  }
}

/** @param {Item} item @param {Seen} seen */
function time(item, seen) {
  const promised = _("promised {time}", { time: duration(item.of.promised, seen.model.boot.units) });
  const actual = _("actual: not measured");
  return button(item, seen, "m-time", `${item.of.title}: ${promised}, ${actual}`, html`<b class="m-line">${promised}</b><span class="m-quiet m-line">${actual}</span>`);
}

/** @param {Item} item */
function of(item) {
  return html`<span class="m-item m-of m-line" title=${item.of.title} data-key=${item.key} .style=${place(item)}>${item.of.title}</span>`;
}

/** @param {Item} item @param {Seen} seen */
function way(item, seen) {
  const { label, style, way: held } = /** @type {import("../../core/ways.js").Drawn} */ (item.of);
  const inside = label
    ? html`<span class="m-way-label" title=${label.said}>${label.facts ? html`<b class="m-lines2">${label.facts}</b>` : nothing}${label.condition ? html`<span class="m-lines2" lang=${tongue(seen.model)}>${label.condition}</span>` : nothing}</span>`
    : html`<span class="m-way-dot"></span>`;
  return button(item, seen, `m-way-${style}`, waySentence(seen.model, held), inside);
}

/** @param {Item} item @param {Seen} seen */
function point(item, seen) {
  const { step, value } = item.of;
  const expected = item.part === "point-expectation";
  const name = expected ? _("Expectation") : _("Assumed experience");
  const words = _("{value} of 5", { value: score(value) });
  return html`<div
    class="m-item m-point m-${item.part} ${seen.chosen.has(item.id) ? "chosen" : ""}"
    role=${seen.edit ? "slider" : "img"}
    tabindex=${item.key === seen.focus ? 0 : -1}
    aria-label=${seen.edit ? `${name}, ${step.title}` : `${name}, ${step.title}: ${words}`}
    aria-valuemin=${seen.edit ? 1 : nothing}
    aria-valuemax=${seen.edit ? 5 : nothing}
    aria-valuenow=${seen.edit ? value : nothing}
    aria-valuetext=${seen.edit ? words : nothing}
    title=${`${step.title}: ${name.toLowerCase()} ${score(value)}`}
    data-key=${item.key}
    data-id=${item.id}
    data-kind="step"
    data-part=${item.part}
    data-step=${item.id}
    data-lane="experience"
    .style=${place(item)}
  ><span class="m-mark"></span></div>`;
}
