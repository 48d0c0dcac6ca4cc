// What stands still while the sheet moves under it: the stages above, the rows' names at the left,
// what the map is of, and the bar that scales it.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { shown } from "../../keys.js";
import { duration, percent } from "../../core/saying.js";
import { icon } from "../icon.js";
import { tongue } from "./items.js";

/** @typedef {import("../../core/geometry.js").Geometry} Geometry */
/** @typedef {import("../../core/model.js").Model} Model */
/** @typedef {import("../../tools/viewport.js").Viewport} Viewport */
/** @typedef {import("../../tools/viewport.js").Area} Area */
/** @typedef {import("./items.js").Seen} Seen */

const COLOURS = 6;

/** The stages, as wide as their columns are seen. @param {Geometry} geometry @param {Seen} seen @param {number} k @param {Area} area */
export function drawHeads({ stages, whole }, seen, k, area) {
  const shown = stages.filter(({ x, w }) => x + w >= area.left && x <= area.right);
  return html`${whole ? html`<span class="m-head-whole m-line" .style=${`transform:translateX(${whole.x * k}px);width:${whole.w * k}px`}>${_("Whole journey")}</span>` : nothing}
    ${repeat(
      shown,
      ({ id }) => id,
      ({ id, title, x, w, at, folded, steps }) => html`<div class="m-head-stage ${id && seen.chosen.has(id) ? "chosen" : ""} ${folded ? "folded" : ""}" data-left=${x * k} data-wide=${w * k} .style=${`transform:translateX(${x * k}px);width:${Math.max(20, w * k - 2)}px`}>
        ${id
          ? html`<div class="m-head-shape m-stage-${at % COLOURS}" role="button" tabindex=${`stage:${id}` === seen.focus ? 0 : -1} aria-pressed=${seen.chosen.has(id) ? "true" : "false"} aria-label=${_("Stage {title}, steps: {count}", { title, count: steps }) + (seen.talk?.said(id) ?? "")} data-key=${`stage:${id}`} data-id=${id} data-kind="stage" data-part="stage"><span class="m-line m-head-title" lang=${tongue(seen.model)} title=${title}>${title}</span>${seen.talk?.badge(id)}</div>`
          : html`<div class="m-head-shape m-stage-none"><span class="m-line">${title}</span></div>`}
        ${id && steps ? html`<button class="m-fold" type="button" tabindex="-1" aria-expanded=${folded ? "false" : "true"} aria-label=${folded ? _("Unfold the stage {title}", { title }) : _("Fold the stage {title}", { title })} title=${folded ? _("Unfold the stage {title}", { title }) : _("Fold the stage {title}", { title })} data-fold=${id}>${icon(folded ? "unfold" : "fold")}</button>` : nothing}
      </div>`,
    )}`;
}

/** The rows' names, as high as their rows are seen. @param {Geometry} geometry @param {Seen} seen @param {number} k */
export function drawNames({ lanes, boundaries, curve }, seen, k) {
  return html`${repeat(
      lanes,
      ({ key }) => key,
      (lane) => html`<div class="m-name ${tightness(lane.height * k)} ${lane.id && seen.chosen.has(lane.id) ? "chosen" : ""} ${SHADED.has(lane.kind) ? "shaded" : ""}" .style=${`transform:translateY(${lane.top * k}px);height:${lane.height * k}px`}
        role="button" tabindex=${`lane:${lane.key}` === seen.focus ? 0 : -1} aria-label=${_("Row {title}", { title: lane.title }) + (seen.talk?.said(lane.id ?? "") ?? "")} data-key=${`lane:${lane.key}`} data-id=${lane.key} data-lane=${lane.key} data-kind="lane" data-part="lane">
        <span class="m-name-title m-lines2" title=${lane.title}>${lane.title}</span>${seen.talk?.badge(lane.id ?? "")}
        ${lane.folded ? html`<span class="m-name-note">${_("folded: {count}", { count: lane.count })}</span>` : noteOf(lane, k)}
      </div>`,
    )}
    ${curve && !curve.empty && k > 0.6 && !folded(lanes) ? [[5, _("delighted")], [3, _("neutral")], [1, _("frustrated")]].map(([value, word]) => html`<span class="m-scale" aria-hidden="true" .style=${`transform:translateY(${curve.y(Number(value)) * k - 8}px)`}>${word}</span>`) : nothing}
    ${boundaries.map(({ y, title }) => html`<span class="m-boundary-name ${k < 0.6 ? "gone" : ""}" title=${title} .style=${`transform:translateY(${y * k}px);height:${26 * k}px`}><span class="m-line">${title}</span></span>`)}`;
}

/** How much of a name has room. @param {number} height px */
const tightness = (height) => (height < 14 ? "gone" : height < 46 ? "tight" : "");

/** Rows that stand on a darker ground. */
export const SHADED = new Set(["experience", "ease"]);

/** @param {Geometry["lanes"]} lanes */
const folded = (lanes) => lanes.some((lane) => lane.kind === "experience" && lane.folded);

/** @param {Geometry["lanes"][number]} lane @param {number} k */
function noteOf({ note, height }, k) {
  const lines = Math.min(4, Math.floor((height * k - 36) / 14));
  return note && lines > 0 ? html`<span class="m-name-note" .style=${`-webkit-line-clamp:${lines}`}>${note}</span>` : nothing;
}

/** What the map is of: state, persona, promise; and what the chips' icons mean. @param {Model} model @param {(id: string) => any} find */
export function drawAbout(model, find) {
  const { boot, journey } = model;
  const told = aboutOf(model, find);
  return html`<p class="m-about-text m-line" title=${told}>${told}</p>
    <ul class="m-legend" aria-label=${_("Kinds of touchpoint")}>${journey ? Object.entries(boot.kinds).map(([kind, { label }]) => html`<li class="m-legend-${kind}">${icon(kind)}${label}</li>`) : nothing}</ul>`;
}

/** @param {Model} model @param {(id: string) => any} find */
function aboutOf({ journey, boot }, find) {
  const value = journey?.value ?? {};
  const names = (/** @type {string[]} */ ids = []) => ids.map((id) => find(id)?.value.name).filter(Boolean).join(", ");
  const states = boot.schema.journey.kinds.journey.fields.state;
  const state = value.state ?? states.default;
  const promised = [value.promise, duration(value.promised_time, boot.units)].filter(Boolean).join(" — ");
  return [
    states.choices?.find(([each]) => each === state)?.[1],
    names(value.personas) && _("Persona: {names}", { names: names(value.personas) }),
    names(value.segments) && _("Customer group: {names}", { names: names(value.segments) }),
    value.goal && _("Goal: {goal}", { goal: value.goal }),
    promised && _("Service promise: {promise}", { promise: promised }),
  ].filter(Boolean).join("  ·  ");
}

/** @param {any} app @param {Viewport} viewport */
export function drawBar(app, viewport) {
  /** @param {string} name @param {any} inside @param {string} [classes] */
  const tool = (name, inside, classes = "") => {
    const command = app.commands.get(name);
    return command ? html`<button type="button" class="m-bar-tool ${classes}" aria-label=${command.label()} title=${[command.label(), command.keys[0] && `(${shown(command.keys[0])})`].filter(Boolean).join(" ")} @click=${() => app.run(name)}>${inside}</button>` : nothing;
  };
  return html`${tool("zoom-out", icon("minus"))}
    ${tool("zoom-reset", percent(viewport.k), "m-bar-scale")}
    ${tool("zoom-in", icon("plus"))}
    ${tool("zoom-fit", _("Fit"))}
    ${app.commands.get("keys") ? html`<span class="m-bar-keys">${_("Press ? for keys")}</span>` : nothing}`;
}
