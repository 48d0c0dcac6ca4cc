// In every page that is measured: frames, and how long it takes until something is painted.
globalThis.clock = (() => {
  const frame = () => new Promise(requestAnimationFrame);

  /** Wait until `ready` holds as a frame begins, and for the next frame: the one before is painted. */
  async function painted(ready = () => true) {
    const start = performance.now();
    do {
      await frame();
      if (performance.now() - start > 60_000) throw new Error("nothing was drawn in a minute");
    } while (!ready());
    await frame();
  }

  /** Milliseconds from the start of `work` to painted. It starts at any moment between two frames. */
  async function timed(work, ready) {
    await frame();
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 16));
    const start = performance.now();
    await work();
    await painted(ready);
    return performance.now() - start;
  }

  /** Milliseconds of drawing a graph for the first time, once so many cards and ways are there. */
  async function first_render(graph, options, least) {
    const given = await rival.prepare(graph, options);
    const enough = () => {
      const { cards, ways } = rival.drawn();
      return cards >= least.cards && ways >= least.ways;
    };
    const took = await timed(() => rival.mount(given), enough);
    const then = rival.drawn();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const later = rival.drawn();
    if (later.cards > then.cards || later.ways > then.ways) {
      throw new Error(`not all was drawn: ${JSON.stringify([then, later])}`);
    }
    return took;
  }

  /** Milliseconds of every frame for a while, as `each(number)` is called at the start of it. */
  async function frames(ms, each) {
    const start = await frame();
    const times = [];
    for (let last = start, at = 0; last - start < ms; at++) {
      each(at);
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  }

  /** Milliseconds from asking for this page to the first card painted. */
  const first =
    location.protocol !== "about:" &&
    painted(() => document.querySelector("jm-map [data-part='card']")).then(
      () => performance.now(),
      () => Infinity,
    );

  /** For every key since the page was opened, the milliseconds from the key to painted. */
  const typed = [];
  addEventListener(
    "keydown",
    async () => {
      const start = performance.now();
      await painted();
      typed.push(performance.now() - start);
    },
    true,
  );

  return { typed, first_render, frame, painted, timed, frames, first };
})();
