// @ts-check
// Saves decisions one after another, behind what is shown.

/**
 * @typedef {object} Saved
 * @property {number[]} numbers of the decisions in the log
 * @property {string} latest the list of the last ten, as drawn by the server
 * @property {number} left events that are still to be judged
 * @property {number} total events of the view
 * @property {number} today decisions of this reviewer today
 */

export class Saver {
  /** @param {string} proof that our own page asks @param {string} query which events are reviewed */
  constructor(proof, query) {
    this.proof = proof;
    this.query = query;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
    this.waiting = 0;
  }

  /**
   * Write a decision after those before it.
   * @param {() => Record<string, string> | FormData} fields asked for when its turn comes
   * @returns {Promise<Saved>}
   */
  save(fields) {
    this.waiting += 1;
    const turn = this.last.then(() => this.#send(fields()));
    this.last = turn.catch(() => null).finally(() => (this.waiting -= 1));
    return turn;
  }

  /** @param {Record<string, string> | FormData} fields @returns {Promise<Saved>} */
  async #send(fields) {
    const pairs = fields instanceof FormData ? [...fields.entries()] : Object.entries(fields);
    const body = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
    body.set("proof", this.proof);
    let answer;
    try {
      answer = await fetch(`/review/decide?${this.query}`, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      throw new Error("the server does not answer");
    }
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.detail || said.error || `the server refused it (${answer.status})`);
    return said;
  }
}
