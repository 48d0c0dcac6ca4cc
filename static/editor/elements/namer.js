// Naming in place: a field over the item on the map. Enter or going elsewhere takes the name, Tab
// takes it and goes on, Escape leaves it.
// @ts-check
import { html } from "lit";
import { JmElement } from "./base.js";

/** @typedef {{text: string, then: "done" | "next" | "back"} | null} Named */

export class JmNamer extends JmElement {
  constructor() {
    super();
    this.label = "";
    this.value = "";
    this.placeholder = "";
    this.limit = 200;
    /** @type {() => DOMRect | undefined} */
    this.beside = () => undefined;
    this.answered = false;
    this.stood = "";
    this.follow = this.follow.bind(this);
    this.gone = () => this.answer("done");
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("pagehide", this.gone);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.gone);
  }

  render() {
    return html`<textarea class="namer" rows="2" aria-label=${this.label} placeholder=${this.placeholder} maxlength=${this.limit}
      .value=${this.value} @keydown=${this.pressed} @blur=${this.gone}></textarea>`;
  }

  get field() {
    return this.querySelector("textarea");
  }

  firstUpdated() {
    this.follow();
    this.field?.focus({ preventScroll: true });
    this.field?.select();
  }

  /** Stand where the item stands, while the map moves under it. */
  follow() {
    if (!this.isConnected || !this.field) return;
    const box = this.beside();
    const { style } = this.field;
    const width = Math.max(box?.width ?? 0, 160);
    const height = Math.max(box?.height ?? 0, 44);
    const left = Math.max(4, Math.min(box?.left ?? (innerWidth - width) / 2, innerWidth - width - 4));
    const top = Math.max(4, Math.min(box?.top ?? innerHeight / 3, innerHeight - height - 4));
    const wanted = `${left}px ${top}px ${width}px ${height}px`;
    if (wanted !== this.stood) {
      this.stood = wanted;
      Object.assign(style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    }
    requestAnimationFrame(this.follow);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.answer("done");
    else if (event.key === "Tab") this.answer(event.shiftKey ? "back" : "next");
    else if (event.key === "Escape") this.answer(null);
    else return;
    event.preventDefault();
  }

  /** @param {"done" | "next" | "back" | null} then */
  answer(then) {
    if (this.answered) return;
    this.answered = true;
    const text = this.field?.value.replace(/\s+/g, " ").trim() ?? "";
    this.dispatchEvent(new CustomEvent("closed", { detail: then && { text, then } }));
  }
}
customElements.define("jm-namer", JmNamer);
