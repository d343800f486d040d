// @ts-check
// The events of a review, in the order in which they are shown; the next ones are fetched before they are needed.

/**
 * @typedef {object} Entry
 * @property {string} id of the event
 * @property {string} html what is drawn: made by the server, every text in it escaped
 * @property {number[]} numbers of its last decision, once it is saved
 * @property {string | null} verdict what was decided, null while nothing is
 * @property {boolean} skipped whether it waits for its second turn
 */

const READY = 4;

/** @param {{id: string, html: string}} item @returns {Entry} */
export const entryOf = ({ id, html }) => ({ id, html, numbers: [], verdict: null, skipped: false });

export class Queue {
  /**
   * @param {string} query which events are reviewed, as in the address
   * @param {string} cursor where the next ones start; empty at the end
   */
  constructor(query, cursor) {
    this.query = query;
    this.cursor = cursor;
    /** @type {Entry[]} */
    this.entries = [];
    this.at = 0;
    /** @type {Promise<void> | null} */
    this.coming = null;
  }

  /** @returns {Entry | undefined} */
  get current() {
    return this.entries[this.at];
  }

  /** Fetch more where few are left; asks once at a time. @returns {Promise<void>} */
  async prefetch() {
    const ahead = this.entries.slice(this.at + 1).filter((entry) => !entry.verdict).length;
    if (ahead >= READY || !this.cursor) return;
    this.coming ??= this.#fetch().finally(() => (this.coming = null));
    await this.coming;
  }

  async #fetch() {
    const asked = new URLSearchParams(this.query);
    asked.set("cursor", this.cursor);
    const found = await ask(asked);
    const known = new Set(this.entries.map((entry) => entry.id));
    this.entries.push(...found.items.filter((item) => !known.has(item.id)).map(entryOf));
    this.cursor = found.cursor ?? "";
  }

  /** Go to the next event that is not judged; skipped ones come last. @returns {Promise<Entry | undefined>} */
  async advance() {
    for (;;) {
      const next = this.entries.findIndex((entry, k) => k > this.at && !entry.verdict && !entry.skipped);
      if (next >= 0) return this.#go(next);
      if (!this.cursor) break;
      await this.prefetch();
    }
    const open = this.entries.filter((entry) => !entry.verdict);
    if (open.every((entry) => entry.skipped)) for (const entry of open) entry.skipped = false;
    const first = this.entries.findIndex((entry) => !entry.verdict && !entry.skipped);
    return first >= 0 ? this.#go(first) : undefined;
  }

  /** Move by one, judged or not. @param {number} step @returns {Promise<Entry | undefined>} */
  async move(step) {
    if (step > 0 && this.at + step >= this.entries.length) await this.prefetch();
    const next = this.at + step;
    return next >= 0 && next < this.entries.length ? this.#go(next) : undefined;
  }

  /** Show an event again; one that is not at hand is put in. @param {string} id @returns {Promise<Entry | undefined>} */
  async find(id) {
    const here = this.entries.findIndex((entry) => entry.id === id);
    if (here >= 0) return this.#go(here);
    const found = await this.#named(id);
    if (!found.items.length) return undefined;
    this.entries.splice(this.at, 0, entryOf(found.items[0]));
    return this.current;
  }

  /** Draw an event anew, as it stands in the database now. @param {Entry} entry */
  async refresh(entry) {
    const found = await this.#named(entry.id);
    if (found.items.length) entry.html = found.items[0].html;
  }

  /** One event as this view shows it. @param {string} id */
  #named(id) {
    const asked = new URLSearchParams(this.query);
    asked.delete("cursor");
    asked.set("at", id);
    return ask(asked);
  }

  /** @param {number} k @returns {Entry} */
  #go(k) {
    this.at = k;
    return this.entries[k];
  }
}

/**
 * @param {URLSearchParams} asked
 * @returns {Promise<{items: {id: string, html: string}[], cursor: string | null}>}
 */
async function ask(asked) {
  const answer = await fetch(`/review/batch?${asked}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the next events could not be read (${answer.status})`);
  return answer.json();
}
