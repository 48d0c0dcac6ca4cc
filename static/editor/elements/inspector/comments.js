// What people say of a record: threads, answered and resolved. Who may comment may do this, if
// nothing else.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _, ngettext } from "../../words.js";
import { addComment } from "../../core/commands/notes.js";
import { naming } from "../../core/commands/reading.js";
import { adder, disclosure } from "./parts.js";
import { quietly } from "./notes.js";

/** @typedef {import("./parts.js").Context} Context */

/** @param {Context} context */
export function comments(context) {
  const { app, held } = context;
  const all = naming(app.session.journey, "comment", "on", held.id);
  if (!all.length && !app.may.comment) return nothing;
  const threads = all.filter(({ value }) => !all.some(({ id }) => id === value.reply_to));
  const open = threads.filter(({ value }) => !value.resolved);
  const resolved = threads.filter(({ value }) => value.resolved);
  const title = open.length ? html`${_("Comments")} <span class="count">${open.length}</span>` : _("Comments");
  return disclosure(context, `comments${held.kind === "journey" ? " journey" : ""}`, title, () => [
    open.length ? html`<ul class="threads">${repeat(open, ({ id }) => id, (each) => thread(context, each, all))}</ul>` : nothing,
    adder(context, { key: "comment", label: _("Add a comment"), lines: true, add: (text) => app.do(quietly(addComment(app.session, held.id, { title: text, author: author(app) }))) }),
    resolved.length
      ? html`<details class="resolved">
          <summary>${ngettext("{n} resolved", "{n} resolved", resolved.length)}</summary>
          <ul class="threads">${repeat(resolved, ({ id }) => id, (each) => thread(context, each, all))}</ul>
        </details>`
      : nothing,
  ]);
}

/** @param {any} app */
function author(app) {
  return app.session.boot.user?.name || undefined;
}

/** @param {Context} context @param {any} held @param {any[]} all @returns {unknown} */
function thread(context, held, all) {
  const { app, host } = context;
  const { value, id } = held;
  const replies = all.filter((each) => each.value.reply_to === id);
  const editing = host.shown.has(id);
  return html`<li class="comment">
    ${editing ? html`<div class="item-body" role="group" aria-label=${_("Comment")}>${context.form({ ...context, held })}</div>` : html`<p class="comment-text">${value.text}</p>`}
    <p class="comment-foot">
      ${value.author ? html`<span class="muted">${value.author}</span>` : nothing}
      ${app.may.comment ? html`<button class="linklike" @click=${() => app.patch(id, { resolved: !value.resolved })}>${value.resolved ? _("Reopen") : _("Resolve")}</button>
      <button class="linklike" aria-expanded=${editing ? "true" : "false"} @click=${() => host.show(id, !editing)}>${editing ? _("Done") : _("Edit")}</button>` : nothing}
    </p>
    ${replies.length ? html`<ul class="threads">${repeat(replies, (each) => each.id, (each) => thread(context, each, all))}</ul>` : nothing}
    ${value.resolved || value.reply_to ? nothing : adder(context, { key: `reply ${id}`, label: _("Reply"), lines: true, add: (text) => app.do(quietly(addComment(app.session, value.on, { title: text, author: author(app), reply_to: id }))) })}
  </li>`;
}
