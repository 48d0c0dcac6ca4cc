// What the page says of a kind of document (`journeys/editing.py`), and the shapes ops make of it.
// @ts-check

/**
 * @typedef {object} Field
 * @property {"text"|"choice"|"number"|"flag"|"date"|"duration"|"language"|"moment"|"person"|"order"|"ref"|"part"} type
 * @property {string} label
 * @property {any} default
 * @property {boolean} required
 * @property {boolean} many
 * @property {number} [limit] text: characters
 * @property {boolean} [multiline]
 * @property {boolean} [translatable]
 * @property {boolean} [signed] the server writes it, whatever is sent
 * @property {[string, string][]} [choices] values and what they are called
 * @property {number} [low]
 * @property {number} [high]
 * @property {boolean} [whole]
 * @property {{kind: string, document: string, goes: boolean}} [ref]
 * @property {Record<string, Field>} [fields] of a part
 */
/** @typedef {{label: string, plural: string, fields: Record<string, Field>}} KindSchema */
/**
 * @typedef {object} DocSchema
 * @property {string} root the kind of the one record that has the document's id, or ""
 * @property {string[]} computed the kinds of lane that hold no cards
 * @property {Record<string, string[]>} watched fields, by kind, that the rules of holders read
 * @property {Record<string, KindSchema>} kinds
 */
/** @typedef {import("./ops.js").Shape} Shape */

/**
 * Return the shapes of a document's records by kind.
 * @param {DocSchema} schema
 * @returns {import("./ops.js").Shapes}
 */
export function shapesOf(schema) {
  return Object.fromEntries(Object.entries(schema.kinds).map(([kind, { fields }]) => [kind, shapeOf(fields)]));
}

/** @param {Record<string, Field>} fields @returns {Shape} */
function shapeOf(fields) {
  const named = Object.entries(fields);
  return {
    defaults: Object.fromEntries(named.map(([name, field]) => [name, field.default])),
    parts: Object.fromEntries(named.flatMap(([name, { fields: inner }]) => (inner ? [[name, shapeOf(inner)]] : []))),
    references: Object.fromEntries(
      named.flatMap(([name, { ref, many }]) => (ref ? [[name, { many, goes: ref.goes, into: ref.document }]] : [])),
    ),
  };
}
