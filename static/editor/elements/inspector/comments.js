// What people say of a record: its threads in the side. Who may comment may do this, if nothing else.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "../../words.js";
import { addComment } from "../../core/commands/talk.js";
import { drawThreads, sayer } from "../thread.js";
import { disclosure } from "./parts.js";
import { quietly } from "./notes.js";

/** @typedef {import("./parts.js").Context} Context */

/** What the threads of a record are remembered by. @param {string} kind the record's */
export const foldOf = (kind) => `comments${kind === "journey" ? " journey" : ""}`;

/** What one writes of a record is kept by. @param {string} id */
export const adderOf = (id) => `comment ${id}`;

/** @param {Context} context */
export function comments(context) {
  const { app, held } = context;
  const { talk } = app;
  const all = talk?.on(held.id) ?? [];
  if (!talk || (!all.length && !app.may.comment)) return nothing;
  const { open, unread } = talk.counts(held.id);
  const title = html`${_("Comments")} ${open ? html`<span class="count">${open}</span>` : nothing} ${unread ? html`<span class="unread">${ngettext("{n} new", "{n} new", unread)}</span>` : nothing}`;
  return disclosure(context, foldOf(held.kind), title, () => body(context, all));
}

/** @param {Context} context @param {import("../../core/threads.js").Thread[]} all */
function body(context, all) {
  const { app, host, held } = context;
  const open = all.filter(({ root }) => !root.value.resolved);
  const resolved = all.filter(({ root }) => root.value.resolved);
  return html`<div class="talk">
    ${open.length ? drawThreads({ app, host }, open) : nothing}
    ${app.may.comment
      ? sayer({ app, host }, { key: adderOf(held.id), label: _("Add a comment"), quiet: false, stay: true, said: (given) => app.do(quietly(addComment(app.session, held.id, given))) })
      : nothing}
    ${resolved.length
      ? html`<details class="resolved">
          <summary>${ngettext("{n} resolved", "{n} resolved", resolved.length)}</summary>
          ${drawThreads({ app, host }, resolved)}
        </details>`
      : nothing}
  </div>`;
}

/** The thread that a comment belongs to, where the comment itself is chosen. @param {Context} context */
export function threadOf({ app, host, held }) {
  const thread = app.talk?.threads.find((/** @type {any} */ { all }) => all.some((/** @type {any} */ { id }) => id === held.id));
  return thread ? html`<div class="talk">${drawThreads({ app, host }, [thread])}</div>` : nothing;
}
