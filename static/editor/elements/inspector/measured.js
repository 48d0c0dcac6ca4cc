// What customers answered at a step: read here, never typed; small groups are said, not shown.
// @ts-check
import { html, nothing, svg } from "lit";
import { _, ngettext, number } from "../../words.js";
import { percent } from "../../core/saying.js";

/** @typedef {import("./parts.js").Context} Context */
/** @typedef {{n: number, mean?: number, share?: number, low: number, high: number}} Estimate */
/** @typedef {{label: string, part: number, value: string, interval: string, tone: string}} Bar */

/** What is measured at a step; of two groups of answers each, and where they differ. @param {Context} context */
export function measured({ app, held }) {
  const { measures } = app.session;
  if (!measures?.beside) return group(measures, held.id, _("Measured"));
  const differing = measures.differences?.[held.id] ?? {};
  const names = { emotion: _("Emotion"), prompt: _("Prompt"), easy: _("Easy"), done: _("Got it done") };
  const said = Object.entries(names).flatMap(([item, name]) => {
    const by = differing[item]?.by;
    return by ? [`${name}: ${by < 0 ? _("A lower than B") : _("A higher than B")}`] : [];
  });
  return html`${group(measures, held.id, `A: ${measures.of || _("all answers")}`)}${group(measures.beside, held.id, `B: ${measures.beside.of || _("all answers")}`)}
    ${said.length ? html`<section class="block measured"><h3>${_("More than chance explains")}</h3><ul>${said.map((each) => html`<li>${each}</li>`)}</ul></section>` : nothing}`;
}

/** @param {any} measures @param {string} step @param {string} name */
function group(measures, step, name) {
  const measure = measures?.steps?.[step];
  const said = (/** @type {string} */ text) => html`<section class="block measured"><h3>${name}</h3><p class="muted">${text}</p></section>`;
  if (measure?.hidden && !measure.n) return said(_("Fewer than {limit} answers: too few to show.", { limit: measures.limit }));
  if (!measure?.n) return said(measures?.of ? _("No such answers.") : _("Nobody has answered yet."));
  if (measure.hidden) return said(ngettext("{n} answer: too few to show.", "{n} answers: too few to show.", measure.n));
  const bars = barsOf(measure);
  const heading = `${name} · ${ngettext("{n} answer", "{n} answers", measure.n)}`;
  const interval = measure.emotion ? ` · ${_("95 % interval {low}–{high}", { low: one(measure.emotion.low), high: one(measure.emotion.high) })}` : "";
  return html`<section class="block measured"><h3>${heading}${interval}</h3>
    <table class="gauges">
      <thead class="visually-hidden"><tr><th scope="col">${_("Question")}</th><th scope="col">${_("Bar")}</th><th scope="col">${_("Answers")}</th><th scope="col">${_("95 % interval")}</th></tr></thead>
      <tbody>
        ${bars.map(
          (bar) => html`<tr title=${_("95 % interval {low}–{high}", { low: bar.interval.split("–")[0], high: bar.interval.split("–")[1] ?? "" })}>
            <th scope="row">${bar.label}</th>
            <td>${drawn(bar)}</td>
            <td class="numbers">${bar.value}</td>
            <td class="visually-hidden">${bar.interval}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** @param {Bar} bar */
function drawn({ part, tone }) {
  return html`<svg class="gauge bar-${tone}" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
    ${svg`<rect class="bar-ground" width="100" height="6"></rect><rect class="bar-part" width=${Math.round(part * 1000) / 10} height="6"></rect>`}
  </svg>`;
}

/**
 * The lines of what was answered, the worst word first said in colour and in words.
 * @param {Record<string, any>} measure
 * @returns {Bar[]}
 */
function barsOf(measure) {
  /** @type {Bar[]} */
  const bars = [];
  const { emotion } = measure;
  if (emotion)
    bars.push({
      label: _("Emotion"),
      part: (emotion.mean - 1) / 4,
      value: one(emotion.mean),
      interval: `${one(emotion.low)}–${one(emotion.high)}`,
      tone: emotion.mean < 2.75 ? "pain" : "accent",
    });
  /** @type {[string, Estimate | null | undefined, string][]} */
  const shares = [
    [_("Prompt"), measure.prompt, "accent"],
    [_("Easy"), measure.easy, "ease"],
    [_("Got it done"), measure.done, "accent"],
    [_("Worse than expected"), measure.worse, "pain"],
    [_("As expected"), measure.met, "plain"],
    [_("Better than expected"), measure.better, "gain"],
  ];
  for (const [label, share, tone] of shares)
    if (share) bars.push({ label, part: share.share ?? 0, value: percent(share.share ?? 0), interval: `${percent(share.low)}–${percent(share.high)}`, tone });
  return bars;
}

/** @param {number} value */
function one(value) {
  return number(value, 1);
}

