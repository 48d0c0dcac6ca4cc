// What is drawn as SVG on the sheet: ways between cards, and the curves of the experience. Those who
// hear the map are told of both by the items that stand on them.
// @ts-check
import { html, nothing, svg } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { mean } from "../../core/saying.js";
import { measuredSentence } from "../../core/sentence.js";
import { head, line } from "../../core/ways.js";
import { icon } from "../icon.js";
import { place } from "./items.js";

/** @typedef {import("../../core/geometry.js").Geometry} Geometry */
/** @typedef {import("../../core/ways.js").Drawn} Drawn */
/** @typedef {import("../../tools/viewport.js").Area} Area */

/** @param {Drawn[]} ways @param {Area} area @param {ReadonlySet<string>} chosen */
export function drawWays(ways, area, chosen) {
  const shown = ways.filter(({ top, bottom }) => bottom >= area.top && top <= area.bottom);
  return svg`<svg class="m-lines" aria-hidden="true">${repeat(shown, ({ way }) => way.id, (each) => drawWay(each, chosen.has(each.way.id)))}</svg>`;
}

/** @param {Drawn} drawn @param {boolean} chosen */
function drawWay({ way, points, style }, chosen) {
  const d = line(points);
  return svg`<g class=${`m-way m-${style} ${chosen ? "chosen" : ""}`} data-id=${way.id} data-kind="transition" data-part="way">
    <path class="m-hit" d=${d}></path><path class="m-run" d=${d}></path><path class="m-head" d=${head(points, style === "parallel" ? 6 : 4.5)}></path>
  </g>`;
}

/** @param {Geometry} geometry @param {import("../../core/model.js").Model} model @param {Area} area */
export function drawCurve({ curve, columns, lanes }, model, area) {
  const lane = lanes.find(({ kind }) => kind === "experience");
  if (!curve || !lane || lane.folded || lane.top > area.bottom || lane.top + lane.height < area.top) return nothing;
  if (curve.empty) {
    return html`<p class="m-item m-quiet m-unknown" .style=${`transform:translate(${Math.max(24, area.left)}px,${curve.top + 20}px)`}>${_("Not known yet. Say what customers expect, or ask them how it went.")}</p>`;
  }
  const steps = columns
    .filter(({ x, w }) => x + w >= area.left && x <= area.right)
    .flatMap((column) => column.steps.map((id) => /** @type {import("../../core/model.js").Step} */ (model.step.get(id))));
  const { lines, measured, words } = curve.part(steps, area.left, area.right);
  return html`<svg class="m-lines" aria-hidden="true">
      ${[5, 4, 3, 2, 1].map((value) => svg`<path class=${value === 3 ? "m-grid middle" : "m-grid"} d=${`M${area.left} ${curve.y(value)}H${area.right}`}></path>`)}
      ${lines.map(({ kind, side, d }) => svg`<path class=${`m-curve m-${kind} ${side ? "side" : ""}`} d=${d}></path>`)}
      ${repeat(measured, keyOf, drawMeasured)}
    </svg>
    ${repeat(measured, keyOf, (each) => html`<span class="m-item m-value ${each.bad ? "bad" : each.letter}" role="img" aria-label=${measuredSentence(each.step, each.mean, each.letter)} data-part="measured" data-id=${each.step.id} data-kind="step" .style=${`transform:translate(${each.labelX}px,${each.labelY}px)`}><b>${each.letter} ${mean(each.mean.mean)}</b> n=${each.mean.n}</span>`)}
    ${repeat(words, ({ step, y }) => `${step.id} ${y}`, (each) => html`<p class="m-item m-gap m-gap-${each.kind}" title=${each.said} .style=${place({ ...each, h: 30 })}><span class="m-lines2">${each.icon ? icon(each.icon) : nothing}${each.text}</span></p>`)}`;
}

/** @param {import("../../core/experience.js").Measured} measured */
function drawMeasured({ letter, x, y, low, high, bad }) {
  const bar = low - high > 1 ? `M${x} ${high}V${low}M${x - 4.5} ${high}h9M${x - 4.5} ${low}h9` : "";
  const mark = letter === "B" ? svg`<path class="m-mark-b" d=${`M${x} ${y - 7}l6.5 12h-13z`}></path>` : svg`<circle cx=${x} cy=${y} r="5.5"></circle>`;
  return svg`<g class=${bad ? "m-measured bad" : "m-measured"}><path class="m-interval" d=${bar}></path>${mark}</g>`;
}

/** @param {import("../../core/experience.js").Measured} measured */
const keyOf = ({ step, letter }) => step.id + letter;
