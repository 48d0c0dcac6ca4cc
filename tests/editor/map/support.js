// What the tests of the map share: the page's words, and journeys as the browser gets them.
import { readFileSync } from "node:fs";
import { geometry } from "../../../static/editor/core/geometry.js";
import { Modeller } from "../../../static/editor/core/model.js";
import { Records } from "../../../static/editor/core/records.js";
import { shapesOf } from "../../../static/editor/core/schema.js";

export const { boot, samples } = JSON.parse(readFileSync(process.env.GIVEN, "utf8"));
const CATALOGUE = new Set(Object.keys(boot.schema.catalogue.kinds));

/** Readers of records given as [kind, value]. */
export function readers(...records) {
  const triples = [["journey", { id: "j", title: "A journey" }], ...records].map(([kind, { id, ...value }]) => [kind, id, value]);
  return documents(
    triples.filter(([kind]) => !CATALOGUE.has(kind)),
    triples.filter(([kind]) => CATALOGUE.has(kind)),
  );
}

export function documents(journey, catalogue) {
  return {
    journey: new Records(shapesOf(boot.schema.journey), journey),
    catalogue: new Records(shapesOf(boot.schema.catalogue), catalogue),
  };
}

export const sample = (name) => documents(samples[name].journey, samples[name].catalogue);

export function drawn(held, measures, folds) {
  const model = new Modeller(boot).model(held, measures, folds);
  return { model, geometry: geometry(model) };
}

/** Steps that follow each other, with their transitions. */
export function line(...ids) {
  return ids.flatMap((id, at) => [
    ["step", { id, title: `Step ${id}`, order: `b${String(at).padStart(4, "0")}1` }],
    ...(at ? [["transition", { id: `${ids[at - 1]}-${id}`, source: ids[at - 1], target: id }]] : []),
  ]);
}

/** A journey of n steps in stages of ten, every third with a side way, each with what steps hold. */
export function long(n) {
  const order = (at) => `b${String(at).padStart(5, "0")}1`;
  const records = [["touchpoint", { id: "web", kind: "virtual_space", name: "E-service" }], ["touchpoint", { id: "clerk", kind: "person", name: "Clerk" }]];
  for (let at = 0; at < n; at += 1) {
    if (at % 10 === 0) records.push(["stage", { id: `g${at / 10}`, title: `Stage ${at / 10}`, order: order(at / 10) }]);
    records.push(["step", { id: `s${at}`, stage: `g${Math.floor(at / 10)}`, title: `Step number ${at}`, order: order(at), expectation: 1 + (at % 5), assumed_experience: 1 + ((at * 3) % 5) }]);
    if (at) records.push(["transition", { id: `t${at}`, source: `s${at - 1}`, target: `s${at}` }]);
    if (at > 2 && at % 3 === 0) records.push(["transition", { id: `u${at}`, source: `s${at - 2}`, target: `s${at}`, kind: "choice", share: 0.3, condition: "When needed" }]);
    if (at > 5 && at % 20 === 0) records.push(["transition", { id: `r${at}`, source: `s${at}`, target: `s${at - 5}`, kind: "return" }]);
    records.push(["encounter", { id: `e${at}`, step: `s${at}`, touchpoint: "web" }], ["encounter", { id: `c${at}`, step: `s${at}`, touchpoint: "clerk" }]);
    if (at % 2) records.push(["finding", { id: `f${at}`, kind: "pain", step: `s${at}`, title: `Pain ${at}`, severity: 1 + (at % 4) }]);
  }
  return records;
}
