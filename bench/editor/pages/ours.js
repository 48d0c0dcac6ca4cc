// What the measures call on our page, by the names that the rivals' pages have too.
(() => {
  const app = () => document.querySelector("jm-editor").app;
  const prepare = () => JSON.parse(document.getElementById("boot").textContent);
  const mount = (boot) => globalThis.begin(boot);
  const drawn = () => ({
    cards: document.querySelectorAll("jm-map [data-part='card']").length,
    ways: document.querySelectorAll("jm-map g[data-part='way']").length,
  });
  const patch = (id, set) => {
    if (!app().do({ label: "Move", journey: [{ op: "patch", kind: "step", id, set }] })) throw new Error("not done");
  };
  /** Move the last step of the first stage into the next one, and back. */
  const move = (at) => patch("s9", { stage: at % 2 ? "g0" : "g1" });
  const zoom = (k) => app().map.zoom(k);
  const home = () => {
    zoom(1);
    app().map.viewport.move(0, 0);
  };
  const wheel = (init) => app().map.root.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: 700, clientY: 400, ...init }));
  const rename = (at) => patch(`s${at % 20}`, { title: `Named for the time ${at}` });
  const card = (id) => document.querySelector(`jm-map [data-part='card'][data-id='${id}']`).getBoundingClientRect().toJSON();
  globalThis.rival = { app, prepare, mount, drawn, move, zoom, home, wheel, rename, card };
})();
