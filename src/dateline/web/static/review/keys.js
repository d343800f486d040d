// @ts-check
// Single keys of the review; they rest while somebody types, and can be switched off.

const KEPT = "dateline-review-keys";

/** @returns {boolean} */
export const keysOn = () => localStorage.getItem(KEPT) !== "off";

/** @param {boolean} on */
export const setKeys = (on) => localStorage.setItem(KEPT, on ? "on" : "off");

/**
 * Call an action for its key.
 * @param {Record<string, () => void>} actions by key
 */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    if (document.querySelector("dialog[open]") || target.closest("input, select, textarea")) return;
    if (event.key === " " && target.closest("button, summary, a, [role=button]")) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || event.repeat) return;
    event.preventDefault();
    action();
  });
}
