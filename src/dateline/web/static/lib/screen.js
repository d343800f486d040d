// @ts-check
// What every page does with scripts on: the filter without empty values in the address, boxes that say what is
// chosen, links that are copied, and a call to whatever draws when a new page has been put in place.

/**
 * Call a function now and whenever the filter has put a new page in place of the old.
 * @param {() => void} draw
 */
export function onScreen(draw) {
  draw();
  document.addEventListener("dateline:screen", draw);
}

/** Bring boxes to what the new page says: a browser keeps what was clicked, whatever the attribute says. */
function reset() {
  for (const part of document.querySelectorAll("#filter :popover-open .later")) part.dispatchEvent(new Event("wanted"));
  for (const input of document.querySelectorAll("#filter input")) {
    if (!(input instanceof HTMLInputElement)) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = input.defaultChecked;
    else if (input !== document.activeElement) input.value = input.defaultValue;
  }
}

/**
 * Say whether a request for a whole page has ended. Of a part of a page, and of a request that a later one replaced,
 * nothing may be brought back: what was clicked since would be lost.
 * @param {any} request htmx's account of it
 */
function ended(request) {
  const signal = request?.request?.signal;
  return request?.target?.id === "content" && (!signal?.aborted || signal.reason === "timeout");
}

/** @param {Event} event */
function leaveOutEmpty(event) {
  const body = /** @type {CustomEvent} */ (event).detail?.ctx?.request?.body;
  if (!(body instanceof FormData) || !(event.target instanceof HTMLFormElement) || event.target.id !== "filter") return;
  if (!event.target.reportValidity()) {
    event.preventDefault();
    return;
  }
  for (const name of new Set(body.keys())) {
    const values = body.getAll(name).filter((value) => value !== "");
    body.delete(name);
    for (const value of values) body.append(name, value);
  }
  // leaving a field says "changed" again of what was fetched while it was typed
  const asked = [...body].map(String).sort().join("&");
  if (asked === [...new URLSearchParams(location.search)].map(String).sort().join("&")) event.preventDefault();
}

/** @param {HTMLElement} button */
async function copy(button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    button.textContent = button.dataset.done ?? "copied";
  } catch {
    button.textContent = "cannot copy here";
  }
  setTimeout(() => { button.textContent = before; }, 1500);
}

/**
 * Ask for the choices of a box when it is first opened; "toggle" does not bubble, so it is caught on the way down.
 * @param {Event} event
 */
function opened(event) {
  if (!(event.target instanceof HTMLElement) || /** @type {ToggleEvent} */ (event).newState !== "open") return;
  for (const part of event.target.querySelectorAll(".later")) part.dispatchEvent(new Event("wanted"));
}

document.documentElement.classList.add("live");
document.addEventListener("toggle", opened, true);
document.addEventListener("htmx:config:request", leaveOutEmpty);
document.addEventListener("htmx:finally:request", (event) => {
  if (!ended(/** @type {CustomEvent} */ (event).detail?.ctx)) return;
  reset();
  document.title = document.querySelector("main")?.dataset.title ?? document.title;
  document.dispatchEvent(new CustomEvent("dateline:screen"));
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (button instanceof HTMLElement) copy(button);
});
