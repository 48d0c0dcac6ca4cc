// bpmn-js, the modeller: cards are tasks, ways are sequence flows.
import Modeler from "bpmn-js/lib/Modeler";
import { BpmnModdle } from "bpmn-moddle";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./page.css";

const WIDTH = 172;
const HEIGHT = 76;
const escaped = (text) => text.replace(/[&<"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Parse {cards, ways} as BPMN 2.0 with its diagram; reading XML is not measured. */
async function prepare({ cards, ways }) {
  const place = new Map(cards.map((each) => [each.id, each]));
  const tasks = cards.map(({ id, title }) => `<bpmn:task id="${id}" name="${escaped(title)}"/>`);
  const flows = ways.map(({ id, source, target }) => `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"/>`);
  const shapes = cards.map(({ id, x, y }) => `<di:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}"/></di:BPMNShape>`);
  const lines = ways.map(({ id, source, target }) => {
    const [from, to] = [place.get(source), place.get(target)];
    return `<di:BPMNEdge id="${id}_di" bpmnElement="${id}"><dd:waypoint x="${from.x + WIDTH}" y="${from.y + HEIGHT / 2}"/><dd:waypoint x="${to.x}" y="${to.y + HEIGHT / 2}"/></di:BPMNEdge>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" id="all" targetNamespace="urn:bench">
<bpmn:process id="process">${tasks.join("")}${flows.join("")}</bpmn:process>
<di:BPMNDiagram id="diagram"><di:BPMNPlane id="plane" bpmnElement="process">${shapes.join("")}${lines.join("")}</di:BPMNPlane></di:BPMNDiagram>
</bpmn:definitions>`;
  return (await new BpmnModdle().fromXML(xml)).rootElement;
}

let modeler;

async function mount(definitions) {
  modeler = new Modeler({ container: document.getElementById("stage") });
  const { warnings } = await modeler.importDefinitions(definitions);
  if (warnings.length) throw new Error(warnings[0].message);
}

const drawn = () => ({
  cards: document.querySelectorAll(".djs-shape .djs-visual > rect").length,
  ways: document.querySelectorAll(".djs-connection .djs-visual > path").length,
});

/** Move the last step of the first stage a column on, and back. */
function move(at) {
  const shape = modeler.get("elementRegistry").get("s9");
  modeler.get("modeling").moveElements([shape], { x: at % 2 ? -204 : 204, y: 0 });
}
const zoom = (k) => modeler.get("canvas").zoom(k);
const wheel = (init) => document.querySelector(".djs-container svg").dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: 700, clientY: 300, ...init }));

const card = (id) => document.querySelector(`[data-element-id='${id}'] .djs-visual > rect`).getBoundingClientRect().toJSON();

globalThis.rival = { prepare, mount, drawn, move, zoom, wheel, card };
