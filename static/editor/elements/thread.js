// A thread as it is read, answered, changed and settled: in the side and in the list of all threads.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../words.js";
import { addComment, editComment, settle } from "../core/commands/talk.js";
import { remove } from "../core/commands/removing.js";
import { mayRemove, whoOf } from "../core/signing.js";
import { icon } from "./icon.js";
import { quietly } from "./inspector/notes.js";
import "./say.js";

/** @typedef {import("../core/ops.js").Held} Held */
/** @typedef {import("../core/threads.js").Thread} Thread */
/** @typedef {{app: any, host: import("./inspector/host.js").JmHost}} Place */

/**
 * Threads, one below the other; what of them comes into sight is read.
 * @param {Place} place @param {Thread[]} threads
 * @param {(thread: Thread) => unknown} [headed] what stands over each
 */
export function drawThreads(place, threads, headed = () => nothing) {
  return html`<ul class="threads">${repeat(threads, ({ root }) => root.id, (each) => html`<li class="thread ${each.root.value.resolved ? "settled" : ""}" data-thread=${each.root.id}>${headed(each)}${drawThread(place, each)}</li>`)}</ul>`;
}

/** @param {Place} place @param {Thread} thread */
function drawThread(place, thread) {
  const { app } = place;
  const { root, answers } = thread;
  const { resolved, resolved_by: by, resolved_at: at } = root.value;
  return html`${drawComment(place, root)}
    ${answers.length ? html`<ul class="answers">${repeat(answers, ({ id }) => id, (each) => html`<li>${drawComment(place, each)}</li>`)}</ul>` : nothing}
    ${resolved ? html`<p class="comment-settled">${icon("check")}${by ? _("Resolved by {name}, {when}", { name: by, when: app.talk.when(at) }) : _("Resolved")}</p>` : nothing}
    ${app.may.comment ? html`<div class="thread-do">${answer(place, thread)}
      ${place.host.adding === placeOf(thread) ? nothing : html`<button class="linklike" data-settle=${root.id} @click=${() => settled(place, thread)}>${resolved ? _("Reopen") : _("Resolve")}</button>`}</div>` : nothing}`;
}

/** @param {Thread} thread */
const placeOf = ({ root }) => `answer ${root.id}`;

/** @param {Place} place @param {Thread} thread */
function settled({ app, host }, { root }) {
  app.do(quietly(settle(app.session, root.id, !root.value.resolved)));
  host.updateComplete.then(() => !host.contains(document.activeElement) && host.focusHeading());
}

/** A button that becomes a place to answer. @param {Place} place @param {Thread} thread */
function answer(place, thread) {
  const { app } = place;
  const { on } = thread.root.value;
  if (thread.root.value.resolved) return nothing;
  return sayer(place, {
    key: placeOf(thread),
    label: _("Reply"),
    said: (given) => app.do(quietly(addComment(app.session, on, { ...given, reply_to: thread.root.id }))),
  });
}

/**
 * A button that becomes a place to write in; what was written stays where it cannot be kept.
 * @param {Place} place
 * @param {{key: string, label: string, said: (given: {text: string, mentions: string[]}) => boolean, stay?: boolean, quiet?: boolean}} how
 *   stay: it waits for the next; quiet: a link, no button
 */
export function sayer({ app, host }, { key, label, said, stay = false, quiet = true }) {
  if (host.adding !== key) {
    const begin = () => host.startAdding(key);
    return html`<button class=${quiet ? "linklike" : "add-button"} data-adder=${key} @click=${begin}>${quiet ? nothing : icon("plus")}${label}</button>`;
  }
  const take = (/** @type {CustomEvent} */ event) => {
    if (!said(event.detail)) return event.preventDefault();
    return stay ? undefined : host.stopAdding(key);
  };
  return html`<jm-say data-adder=${key} .app=${app} .label=${label} .place=${key} .action=${_("Add")} @said=${take} @left=${(/** @type {CustomEvent} */ event) => host.stopAdding(event.detail.back ? key : undefined)}></jm-say>`;
}

/** @param {Place} place @param {Held} held */
function drawComment(place, held) {
  const { talk } = place.app;
  const { id, value } = held;
  const fresh = talk.isNew(held);
  return html`<article class="comment ${fresh ? "comment-new" : ""}" data-comment=${id} ?data-unread=${fresh} tabindex="-1" aria-label=${_("Comment by {name}", { name: talk.author(held) })}>
    <p class="comment-head"><b>${talk.author(held)}</b> ${value.at ? html`<time class="muted" datetime=${value.at}>${talk.when(value.at)}</time>` : nothing}
      ${value.edited ? html`<span class="muted" title=${talk.when(value.edited)}>${_("edited")}</span>` : nothing}
      ${fresh ? html`<span class="comment-mark">${_("New")}</span>` : nothing}</p>
    ${place.host.shown.has(id) ? editing(place, held) : html`<p class="comment-text">${marked(place, value)}</p>${doing(place, held)}`}
  </article>`;
}

/** The text with those who are mentioned standing out. @param {Place} place @param {Record<string, any>} value */
function marked({ app }, { text, mentions = [] }) {
  const { known, reader } = app.talk;
  const named = [...known.map((/** @type {any} */ { id, name }) => [`user:${id}`, name]), [reader.person, app.session.boot.user.name]];
  const names = named.filter(([person, name]) => name && mentions.includes(person)).map(([, name]) => `@${name}`);
  if (!names.length) return text;
  const longest = names.sort((one, other) => other.length - one.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${longest.join("|")})`));
  return parts.map((/** @type {string} */ part, /** @type {number} */ at) => (at % 2 ? html`<b class="mention">${part}</b>` : part));
}

/** @param {Place} place @param {Held} held */
function doing({ app, host }, held) {
  const { session } = app;
  const who = whoOf(session);
  if (!app.may.comment) return nothing;
  const mine = held.value.by === who.person;
  const away = mayRemove(session, held);
  if (!mine && !away) return nothing;
  return html`<p class="comment-foot">
    ${mine ? html`<button class="linklike" data-edit=${held.id} @click=${() => open(host, held.id)}>${_("Edit")}</button>` : nothing}
    ${away ? html`<button class="linklike" @click=${() => host.away(remove(session, [held.id]), held.id)}>${_("Delete")}</button>` : nothing}
  </p>`;
}

/** @param {Place["host"]} host @param {string} id */
function open(host, id) {
  host.show(id, true);
  host.updateComplete.then(() => /** @type {HTMLElement | null} */ (host.querySelector(`[data-comment="${CSS.escape(id)}"] jm-say`))?.focus());
}

/** One's own words, to be changed. @param {Place} place @param {Held} held */
function editing({ app, host }, { id, value }) {
  const close = () => {
    host.show(id, false);
    host.updateComplete.then(() => /** @type {HTMLElement | null} */ (host.querySelector(`[data-edit="${CSS.escape(id)}"]`))?.focus());
  };
  const take = (/** @type {CustomEvent} */ event) => {
    const change = editComment(app.session, id, event.detail);
    if (change && !app.do(change)) return event.preventDefault();
    return close();
  };
  return html`<jm-say .app=${app} .label=${_("Edit the comment")} .place=${`edit ${id}`} .text=${value.text} .mentions=${value.mentions ?? []} .action=${_("Save")} @said=${take} @left=${(/** @type {CustomEvent} */ event) => event.detail.back && close()}></jm-say>`;
}
