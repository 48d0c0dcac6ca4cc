// Shift and drag on empty ground: all cards inside are chosen.
// @ts-check

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("./pointer.js").Drag} Drag */

/** @param {App} app @param {Press} press @returns {Drag} */
export function marquee(app, press) {
  const frame = document.createElement("div");
  frame.className = "marquee";
  document.querySelector("jm-editor")?.append(frame);
  const before = [...app.selection.ids];
  const sheet = (/** @type {number} */ x, /** @type {number} */ y) => {
    const { left, top } = app.map.root.getBoundingClientRect();
    return app.map.viewport.toSheet(x - left, y - top);
  };
  const start = sheet(press.x, press.y);
  const choose = (/** @type {number} */ x, /** @type {number} */ y) => {
    const end = sheet(x, y);
    const [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)];
    const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
    const inside = [...app.map.geometry.items.values()].filter((each) => each.part === "card" && each.step && each.x < right && each.x + each.w > left && each.y < bottom && each.y + each.h > top);
    app.selection.select([...before, ...inside.map(({ id }) => id)]);
  };
  return {
    move: (x, y) => {
      const { left, top } = app.map.root.getBoundingClientRect();
      const from = app.map.viewport.toFrame({ ...start, w: 0, h: 0 });
      const [fx, fy] = [left + from.x, top + from.y];
      Object.assign(frame.style, { left: `${Math.min(fx, x)}px`, top: `${Math.min(fy, y)}px`, width: `${Math.abs(x - fx)}px`, height: `${Math.abs(y - fy)}px` });
      choose(x, y);
    },
    drop: (x, y) => {
      frame.remove();
      choose(x, y);
      if (app.selection.focus) app.map.focusItem(app.selection.focus);
    },
    leave: () => {
      frame.remove();
      app.selection.select(before);
    },
  };
}
