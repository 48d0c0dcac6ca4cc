// Plain text read as steps: a line each; "# Stage" or lines with indented lines below are stages;
// of a table the first column names the step, the others its touchpoints.
// @ts-check

/** @typedef {import("./clipboard.js").Payload} Payload */
/** @typedef {import("./clipboard.js").Triple} Triple */

const MOST = 500; // lines
const BULLET = /^\s*(?:[-*•–]|\d{1,3}[.)])\s+/;

/**
 * Read lines of text as steps that follow each other; null where there is no line.
 * @param {string} text
 * @returns {Payload | null}
 */
export function reading(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").filter((line) => line.trim()).slice(0, MOST);
  const deep = lines.some(indented) && !indented(lines[0]);
  /** @type {Record<"stages" | "steps" | "ways" | "encounters", Triple[]>} */
  const { stages, steps, ways, encounters } = { stages: [], steps: [], ways: [], encounters: [] };
  /** @type {Map<string, Triple>} */
  const touchpoints = new Map();
  let stage;
  for (const line of lines) {
    const heading = /^\s*#+\s*(.+)$/.exec(line)?.[1] ?? (deep && !indented(line) ? line.replace(BULLET, "") : undefined);
    if (heading) {
      stage = `stage${stages.length}`;
      stages.push(["stage", stage, { title: short(heading) }]);
      continue;
    }
    const [title, ...cells] = line.replace(BULLET, "").trim().split("\t");
    const id = `step${steps.length}`;
    if (steps.length) ways.push(["transition", `way${ways.length}`, { source: `step${steps.length - 1}`, target: id }]);
    steps.push(["step", id, stage ? { title: short(title), stage } : { title: short(title) }]);
    for (const name of cells.flatMap((cell) => cell.split(";")).map(short).filter(Boolean)) {
      if (!touchpoints.has(name)) touchpoints.set(name, ["touchpoint", `touchpoint${touchpoints.size}`, { name }]);
      encounters.push(["encounter", `encounter${encounters.length}`, { step: id, touchpoint: touchpoints.get(name)?.[1] }]);
    }
  }
  if (!steps.length) return null;
  const records = [...stages, ...steps, ...ways, ...encounters];
  return { format: "journeymap/clipboard", version: 1, journey: "", workspace: "", records, catalogue: [...touchpoints.values()] };
}

/** @param {string} line */
function indented(line) {
  return /^(?:\t| {2,})\S/.test(line);
}

/** @param {string} text */
function short(text) {
  return text.trim().replace(/\s+/g, " ").slice(0, 200);
}
