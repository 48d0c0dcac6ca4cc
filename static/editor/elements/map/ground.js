// The ground of the sheet: rows, the borders of stages, the lines of interaction and visibility.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { SHADED } from "./edges.js";

/** @typedef {import("../../core/geometry.js").Geometry} Geometry */
/** @typedef {import("../../tools/viewport.js").Area} Area */

/** Rows are drawn as wide as the window, not as the sheet. @param {Geometry} geometry @param {Geometry["columns"]} drawn the columns there @param {Area} area */
export function drawGround({ lanes, boundaries, stages, columns, height }, drawn, area) {
  const across = `width:${area.right - area.left}px`;
  const at = (/** @type {number} */ y) => `transform:translate(${area.left}px,${y}px);${across}`;
  const near = stages.slice(1).filter(({ x }) => x >= area.left && x <= area.right);
  const borders = near.map(({ id, x, at: place }) => {
    const first = drawn.find(({ index, stage }) => index >= 0 && stage === id);
    const before = first && columns[first.index - 1];
    return { id, at: place, x: before ? (before.x + before.w + x + 10) / 2 : x };
  });
  const path = lanes.find(({ kind }) => kind === "path");
  const top = path ? path.top + path.height : 0;
  return html`${repeat(
      lanes,
      ({ key }) => key,
      (lane) => html`<div class="m-row ${SHADED.has(lane.kind) ? "shaded" : ""} ${lane.folded ? "folded" : ""}" data-lane=${lane.key} .style=${`${at(lane.top)};height:${lane.height}px`}></div>`,
    )}
    ${borders.filter(({ x }) => x >= area.left && x <= area.right).map(({ x }) => html`<div class="m-border" .style=${`transform:translate(${x}px,${top}px);height:${Math.max(0, height - top)}px`}></div>`)}
    ${boundaries.map(({ y }) => html`<div class="m-boundary" .style=${at(y)}></div>`)}
    ${lanes.length ? html`<div class="m-row-end" .style=${at(height)}></div>` : nothing}`;
}
