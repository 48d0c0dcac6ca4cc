// React Flow as its guide has it: cards are custom nodes of plain HTML, everything else is default.
import { memo, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { Handle, Position, ReactFlow, useEdgesState, useNodesState, useReactFlow, ReactFlowProvider } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "./page.css";

const Card = memo(({ data }) => (
  <div className="card">
    <Handle type="target" position={Position.Left} />
    <strong>{data.title}</strong>
    <span>{data.actor}</span>
    <Handle type="source" position={Position.Right} />
  </div>
));
const nodeTypes = { card: Card };
let held;

function Journey({ cards, ways, options }) {
  const [nodes, setNodes, onNodesChange] = useNodesState(cards);
  const [edges, , onEdgesChange] = useEdgesState(ways);
  const flow = useReactFlow();
  useEffect(() => {
    held = { setNodes, flow };
  });
  return <ReactFlow nodes={nodes} edges={edges} nodeTypes={nodeTypes} onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} {...options} />;
}

/** Take {cards: [{id, title, actor, x, y}], ways: [{id, source, target}]} into React Flow's own form. */
function prepare({ cards, ways }, options) {
  return {
    cards: cards.map(({ id, title, actor, x, y }) => ({ id, type: "card", position: { x, y }, data: { title, actor } })),
    ways: ways.map(({ id, source, target }) => ({ id, source, target })),
    options,
  };
}

function mount(given) {
  createRoot(document.getElementById("stage")).render(
    <ReactFlowProvider>
      <Journey {...given} />
    </ReactFlowProvider>,
  );
}

const drawn = () => ({
  cards: document.querySelectorAll(".react-flow__node:not([style*='hidden'])").length,
  ways: document.querySelectorAll(".react-flow__edge-path").length,
});

/** Move the last step of the first stage a column on, and back. */
const move = (at) => held.setNodes((nodes) => nodes.map((node) => (node.id === "s9" ? { ...node, position: { x: node.position.x + (at % 2 ? -204 : 204), y: 0 } } : node)));
const zoom = (k) => held.flow.zoomTo(k);
const home = () => held.flow.setViewport({ x: 0, y: 0, zoom: 1 });
const wheel = (init) => document.querySelector(".react-flow__pane").dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: 700, clientY: 300, ...init }));

const card = (id) => document.querySelector(`.react-flow__node[data-id='${id}']`).getBoundingClientRect().toJSON();

globalThis.rival = { prepare, mount, drawn, move, zoom, home, wheel, card };
