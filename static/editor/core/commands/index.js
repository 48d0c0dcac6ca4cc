// Every pure command: (readers, what, how) -> Change, or null where there is nothing to do. Those of
// talk (`talk.js`) and of the clipboard come later.
// @ts-check
export { addStep, addBranch, setTitle, titleField, toggleFlag, setScore } from "./steps.js";
export { moveSteps } from "./moving.js";
export { join, exit, reverse, retarget, splitWay } from "./ways.js";
export { addStage, moveStage, removeStage } from "./stages.js";
export { meet, meetNew, leave, moveMeeting, renameTouchpoint } from "./meetings.js";
export { addFinding, addIdea, addCard, moveNote } from "./notes.js";
export { addLane, moveLane, hideLane, foldLane, renameLane, laneOf, addActor, setActor } from "./lanes.js";
export { remove } from "./removing.js";
