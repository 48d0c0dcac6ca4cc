// bpmn-moddle reads what we write without a warning, every reference leads somewhere.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BpmnModdle } from "../../tools/npm-formats/node_modules/bpmn-moddle/dist/index.js";

const folder = process.env.WRITTEN;

for (const name of readdirSync(folder)) {
  test(name, async () => {
    const read = await new BpmnModdle().fromXML(readFileSync(join(folder, name), "utf-8"));
    assert.deepEqual(read.warnings, []);
    const process = read.rootElement.rootElements.find((each) => each.$type === "bpmn:Process");
    const flows = process.flowElements.filter((each) => each.$type === "bpmn:SequenceFlow");
    assert.ok(flows.length > 3);
    for (const flow of flows) {
      assert.ok(flow.sourceRef.outgoing.includes(flow));
      assert.ok(flow.targetRef.incoming.includes(flow));
    }
    const drawn = read.rootElement.diagrams[0].plane.planeElement.map((each) => each.bpmnElement.id);
    for (const each of process.flowElements) assert.ok(drawn.includes(each.id));
  });
}
